#!/bin/bash
# Runs a command with two private ClickHouse servers, which are also two shards, and ends them afterwards.
#
#     tools/with_clickhouse.sh CMD [ARG…]
#
# The servers live in a temporary directory and listen on 127.0.0.1 only, at ports that were free. CMD
# finds the first alone in COALITION_TEST_CLICKHOUSE and both in COALITION_TEST_CLICKHOUSE_SHARDS. The exit
# status is that of CMD; 125 if a server could not be started. Without ClickHouse CMD runs alone.
set -u

if [ $# -eq 0 ]; then
    sed -n '2,5s/^# \{0,1\}//p' "$0" >&2
    exit 125
fi
if ! command -v clickhouse-server >/dev/null; then
    echo "with_clickhouse: clickhouse-server is not installed; its tests are skipped" >&2
    exec "$@"
fi

fail() {
    echo "with_clickhouse: $*" >&2
    exit 125
}

dir=$(mktemp -d /tmp/coalition-ch.XXXXXX) || fail "no temporary directory"
child=
servers=()

# shellcheck disable=SC2317 # reached through a trap
finish() {
    local pid
    trap '' INT TERM HUP
    if [ -n "$child" ]; then
        kill -TERM "$child" 2>/dev/null
        wait "$child" 2>/dev/null
    fi
    for pid in "${servers[@]}"; do
        kill -KILL "$pid" 2>/dev/null # nothing in it is to be kept
        wait "$pid" 2>/dev/null
    done
    rm -rf "$dir"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

free_ports() {
    python3 - "$1" <<'EOF'
import socket, sys
held = [socket.socket() for _ in range(int(sys.argv[1]))]
for one in held:
    one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in held))
EOF
}

# http and tcp of the first, then of the second
read -r -a port <<<"$(free_ports 6)"

write_config() { # folder, http, tcp, between servers
    mkdir -p "$1"
    cat >"$1/users.xml" <<'EOF'
<yandex>
  <profiles><default><max_memory_usage>4000000000</max_memory_usage><max_threads>2</max_threads></default></profiles>
  <quotas><default/></quotas>
  <users><default><password></password><networks><ip>127.0.0.1</ip></networks>
    <profile>default</profile><quota>default</quota></default></users>
</yandex>
EOF
    cat >"$1/config.xml" <<EOF
<yandex>
  <logger><level>warning</level><log>$1/server.log</log><errorlog>$1/error.log</errorlog></logger>
  <listen_host>127.0.0.1</listen_host>
  <http_port>$2</http_port><tcp_port>$3</tcp_port><interserver_http_port>$4</interserver_http_port>
  <path>$1/data/</path><tmp_path>$1/tmp/</tmp_path><format_schema_path>$1/schemas/</format_schema_path>
  <users_config>$1/users.xml</users_config>
  <default_profile>default</default_profile><default_database>default</default_database>
  <mark_cache_size>268435456</mark_cache_size>
  <remote_servers><two>
    <shard><replica><host>127.0.0.1</host><port>${port[1]}</port></replica></shard>
    <shard><replica><host>127.0.0.1</host><port>${port[4]}</port></replica></shard>
  </two></remote_servers>
</yandex>
EOF
}

write_config "$dir/a" "${port[0]}" "${port[1]}" "${port[2]}"
write_config "$dir/b" "${port[3]}" "${port[4]}" "${port[5]}"
for one in a b; do
    clickhouse-server --config-file="$dir/$one/config.xml" >"$dir/$one/out" 2>&1 </dev/null &
    servers+=($!)
done

ask() { # port, statement
    curl -sS --fail --noproxy '*' "http://127.0.0.1:$1/" --data-binary "$2" 2>/dev/null
}
for one in "${port[0]}" "${port[3]}"; do
    for _ in $(seq 600); do
        [ "$(ask "$one" "SELECT 1")" = 1 ] && break
        sleep 0.1
    done
    if ! ask "$one" "CREATE DATABASE one" || ! ask "$one" "CREATE DATABASE two"; then
        cat "$dir"/?/out "$dir"/?/error.log >&2
        fail "a server did not start"
    fi
done

export COALITION_TEST_CLICKHOUSE="http://127.0.0.1:${port[0]}/one"
export COALITION_TEST_CLICKHOUSE_SHARDS="http://127.0.0.1:${port[0]},127.0.0.1:${port[3]}/two?cluster=two"
"$@" <&0 &
child=$!
wait "$child"
status=$?
child=
exit "$status"
