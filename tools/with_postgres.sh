#!/bin/bash
# Runs a command with a private PostgreSQL 15 and ends it afterwards.
#
#     tools/with_postgres.sh CMD [ARG…]
#
# The server lives in a temporary directory, listens on a socket in it only, and belongs to an
# unprivileged user when started by root (PostgreSQL refuses to run as root). CMD finds it in
# COALITION_TEST_PG. The exit status is that of CMD; 125 if the server could not be started.
# Durability is switched off: this is for tests only.
set -u

if [ $# -eq 0 ]; then
    sed -n '2,5s/^# \{0,1\}//p' "$0" >&2
    exit 125
fi

fail() {
    echo "with_postgres: $*" >&2
    exit 125
}

find_bin() {
    local dir
    for dir in ${PG_BIN:-} /usr/lib/postgresql/15/bin /usr/pgsql-15/bin /usr/local/bin; do
        if [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ]; then
            echo "$dir"
            return 0
        fi
    done
    return 1
}

# Runs a command as the server's user; a background job's pid may be a parent's, so the server's own
# pid is read from its pid file.
as_server() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    elif command -v setpriv >/dev/null; then
        setpriv --reuid="$user" --regid="$group" --clear-groups "$@"
    elif command -v runuser >/dev/null; then
        runuser -u "$user" -- "$@"
    else
        # shellcheck disable=SC2016 # for the inner shell to expand
        su -s /bin/sh "$user" -c 'exec "$0" "$@"' -- "$@"
    fi
}

bin=$(find_bin) || fail "PostgreSQL 15 is not installed (looked for initdb; PG_BIN may name its folder)"
user=$(id -un)
if [ "$(id -u)" -eq 0 ]; then
    user=nobody
    id -u postgres >/dev/null 2>&1 && user=postgres
fi
group=$(id -gn "$user")

dir=$(mktemp -d /tmp/coalition-pg.XXXXXX) || fail "no temporary directory"
child=
# shellcheck disable=SC2317 # reached through a trap
server_pid() {
    head -n 1 "$dir/data/postmaster.pid" 2>/dev/null
}

# shellcheck disable=SC2317 # reached through a trap
finish() {
    local pid
    trap '' INT TERM HUP
    if [ -n "$child" ]; then
        kill -TERM "$child" 2>/dev/null
        wait "$child" 2>/dev/null
    fi
    pid=$(server_pid)
    if [ -n "$pid" ]; then
        kill -QUIT "$pid" 2>/dev/null
        for _ in $(seq 100); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.05
        done
        kill -KILL "$pid" 2>/dev/null
    fi
    rm -rf "$dir"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

chown "$user:$group" "$dir" || fail "could not give $dir to $user"
cd "$dir" || fail "could not enter $dir"
as_server "$bin/initdb" -D "$dir/data" -U coalition -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
    >"$dir/initdb.log" 2>&1 || {
    cat "$dir/initdb.log" >&2
    fail "initdb failed"
}
as_server "$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c fsync=off \
    -c synchronous_commit=off -c full_page_writes=off -c max_connections=100 \
    -c autovacuum=off -c log_min_messages=fatal >"$dir/server.log" 2>&1 &
for _ in $(seq 200); do
    "$bin/pg_isready" -q -h "$dir" -U coalition -d postgres && break
    sleep 0.05
done
"$bin/pg_isready" -q -h "$dir" -U coalition -d postgres || {
    cat "$dir/server.log" >&2
    fail "the server did not start"
}
cd "$OLDPWD" || fail "could not go back to $OLDPWD"

export COALITION_TEST_PG="postgresql:///postgres?host=$dir&user=coalition"
"$@" <&0 &
child=$!
wait "$child"
status=$?
child=
exit "$status"
