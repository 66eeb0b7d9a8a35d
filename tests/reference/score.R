# Recomputes with R what tests/reference/emit prints, by R's own functions where it has them, by the packages
# survey, sandwich, boot and segmented, and by the textbook formula over raw rows where there is neither:
# Rscript score.R EMIT. Prints TAP; what needs a package that is not installed is skipped.
#
# Tolerance 1e-8 relative: both sides work in doubles, and quantiles of t agree to about 1e-10. Ends of intervals
# that are drawn may be off by a tenth of the interval's width: 4,999 draws leave a sixtieth of it to chance.

emit <- commandArgs(trailingOnly = TRUE)[1]
lines <- strsplit(system2(emit, stdout = TRUE), "\t")
numbers <- function(text) as.numeric(strsplit(text, ",")[[1]])

wilson <- function(hits, n) suppressWarnings(prop.test(hits, n, correct = FALSE)$conf.int[1:2])

odds_fit <- function(rows) {
  glm(yes ~ a + b, quasibinomial, rows, weights = w, control = glm.control(epsilon = 1e-14, maxit = 50))
}

# The likelihood times the root of the information's determinant, in logarithms.
firth_value <- function(yes, m, at) {
  eta <- drop(m %*% at)
  root <- m * sqrt(plogis(eta) * plogis(-eta))
  value <- sum(yes * eta - pmax(eta, 0) - log1p(exp(-abs(eta)))) + as.numeric(determinant(crossprod(root))$modulus) / 2
  if (is.finite(value)) value else -1e6
}

# Its largest with slope k held at b, searched by its values alone, from several starts: it may have two summits.
firth_search <- function(yes, m, k = NULL, b = 0, from = numeric(ncol(m))) {
  free <- setdiff(seq_len(ncol(m)), k)
  whole <- function(q) replace(replace(from, free, q), k, b)
  best <- NULL
  for (stretch in c(0, 1, 5)) {
    found <- stretch * from[free]
    for (method in c("Nelder-Mead", "BFGS", "Nelder-Mead", "BFGS")) {
      found <- optim(found, function(q) -firth_value(yes, m, whole(q)), method = method,
                     control = list(reltol = 1e-16, maxit = 2000))$par
    }
    if (is.null(best) || firth_value(yes, m, whole(found)) > firth_value(yes, m, best)) best <- whole(found)
  }
  best
}

# Firth's estimate as what it also is: a regression of the answers and of their opposites, weighted by the leverages,
# until these settle.
firth_fit <- function(yes, m) {
  at <- firth_search(yes, m)
  for (i in 1:2000) {
    p <- plogis(drop(m %*% at))
    half <- hat(qr(m * sqrt(p * (1 - p))), intercept = FALSE) / 2
    fit <- suppressWarnings(glm.fit(rbind(m, m), c(yes, 1 - yes), c(1 + half, half), start = at, family = binomial(),
                                    control = glm.control(epsilon = 1e-15, maxit = 100)))
    moved <- max(abs(fit$coefficients - at))
    at <- fit$coefficients
    if (moved < 1e-11) break
  }
  unname(at)
}

twin <- list(
  # Bonett and Price's adjustment as extra answers; otherwise the variance of scores -1, 0, 1.
  nps = function(x) {
    adjusted <- sum(x) < 30 || any(x == 0)
    counts <- if (adjusted) x + c(0.75, 1.5, 0.75) else x
    score <- c(1, 0, -1)
    n <- sum(counts)
    centre <- sum(score * counts) / n
    se <- sqrt(sum(counts * (score - centre)^2) / n / n)
    half <- qnorm(.975) * se
    c(100 * (x[1] - x[3]) / sum(x), 100 * centre, 100 * se,
      max(-100, 100 * (centre - half)), min(100, 100 * (centre + half)))
  },
  shares = function(x) {
    p <- c(x[1] / x[2], x[3] / x[4])
    a <- wilson(x[1], x[2])
    b <- wilson(x[3], x[4])
    d <- p[1] - p[2]
    p_value <- suppressWarnings(prop.test(x[c(1, 3)], x[c(2, 4)], correct = FALSE)$p.value)
    c(p[1], a, d - sqrt((p[1] - a[1])^2 + (b[2] - p[2])^2),
      d + sqrt((a[2] - p[1])^2 + (p[2] - b[1])^2), p_value)
  },
  mean = function(x) {
    test <- t.test(x)
    c(mean(x), test$stderr, test$conf.int)
  },
  clusters = function(x) {
    rows <- matrix(x, ncol = 3, byrow = TRUE)
    m <- weighted.mean(rows[, 3], rows[, 2])
    g <- length(unique(rows[, 1]))
    by_unit <- tapply(rows[, 2] * (rows[, 3] - m), rows[, 1], sum)
    se <- sqrt(g / (g - 1) * sum(by_unit^2)) / sum(rows[, 2])
    df <- if (g >= 120) Inf else g - 1
    half <- qt(.975, df) * se
    c(m, se, max(-100, m - half), min(100, m + half), df)
  },
  difference = function(x) {
    v <- x[c(2, 5)]^2
    df <- sum(v)^2 / sum(v^2 / x[c(3, 6)])
    d <- x[1] - x[4]
    se <- sqrt(sum(v))
    c(d - qt(.975, df) * se, d + qt(.975, df) * se, df, 2 * pt(-abs(d / se), df))
  },
  # isoreg takes no weights: whole weights are answers given so often.
  isotonic = function(x) {
    n <- length(x) / 2
    w <- x[n + 1:n]
    fit <- isoreg(rep(seq_len(n), w), rep(x[1:n], w))
    fit$yf[cumsum(w)]
  },
  logistic = function(x) {
    rows <- matrix(x, ncol = 3, byrow = TRUE)
    unname(coef(glm(rows[, 1:2] ~ rows[, 3], family = binomial,
                    control = glm.control(epsilon = 1e-14, maxit = 50))))
  },
  # glm's maximum, and the sandwich by cluster written out.
  odds = function(x) {
    rows <- as.data.frame(matrix(x, ncol = 5, byrow = TRUE))
    names(rows) <- c("yes", "w", "unit", "a", "b")
    fit <- odds_fit(rows)
    m <- model.matrix(fit)
    p <- fitted(fit)
    bread <- solve(crossprod(m * sqrt(rows$w * p * (1 - p))))
    pull <- rowsum(m * rows$w * (rows$yes - p), rows$unit)
    g <- nrow(pull)
    se <- sqrt(diag(g / (g - 1) * bread %*% crossprod(pull) %*% bread))
    slope <- function(k) {
      b <- coef(fit)[[k]]
      c(b, se[k], b + c(-1, 1) * qt(.975, g - 1) * se[k], 2 * pt(-abs(b / se[k]), g - 1))
    }
    c(coef(fit)[[1]], slope(2), slope(3))
  },
  # The interval ends where the penalised likelihood, a slope held, has dropped by half of chi squared.
  firth = function(x) {
    rows <- matrix(x, ncol = 3, byrow = TRUE)
    yes <- rows[, 1]
    m <- cbind(1, rows[, 2:3])
    top <- firth_fit(yes, m)
    most <- firth_value(yes, m, top)
    profile <- function(k) {
      drop <- function(b) 2 * (most - firth_value(yes, m, firth_search(yes, m, k, b, top)))
      away <- function(side) {
        far <- top[k] + side
        while (drop(far) < qchisq(.95, 1)) far <- top[k] + 2 * (far - top[k])
        uniroot(function(b) drop(b) - qchisq(.95, 1), sort(c(top[k], far)), tol = 1e-10)$root
      }
      c(top[k], away(-0.5), away(0.5), pchisq(drop(0), 1, lower.tail = FALSE))
    }
    c(top[1], profile(2), profile(3))
  },
  family = function(x) p.adjust(x, "BH"),
  # Benjamini and Yekutieli: those selected at alpha, each with an interval at 1 - selected alpha / all.
  fcr = function(x) {
    alpha <- x[1]
    rows <- matrix(x[-1], ncol = 3, byrow = TRUE)
    p <- p.adjust(2 * pt(-abs(rows[, 1] / rows[, 2]), rows[, 3]), "BH")
    selected <- p <= alpha
    half <- qt(1 - sum(selected) * alpha / length(p) / 2, rows[, 3]) * rows[, 2]
    half[!selected] <- NaN
    c(sum(selected), rbind(rows[, 1] - half, rows[, 1] + half))
  },
  # The change of units asked twice: least squares on the period, and the sandwich by unit written out.
  shared = function(x) {
    rows <- matrix(x, ncol = 4, byrow = TRUE)
    m <- cbind(1, rows[, 2])
    fit <- lm.wfit(m, rows[, 4], rows[, 3])
    bread <- solve(crossprod(m * sqrt(rows[, 3])))
    pull <- rowsum(m * rows[, 3] * fit$residuals, rows[, 1])
    g <- nrow(pull)
    se <- sqrt((g / (g - 1) * bread %*% crossprod(pull) %*% bread)[2, 2])
    b <- fit$coefficients[[2]]
    c(b, se, b + c(-1, 1) * qt(.975, g - 1) * se, 2 * pt(-abs(b / se), g - 1))
  },
  spread = function(x) {
    rows <- matrix(x, ncol = 2, byrow = TRUE)
    w <- 1 / rows[, 2]^2
    q <- sum(w * (rows[, 1] - weighted.mean(rows[, 1], w))^2)
    tau2 <- max(0, (q - (nrow(rows) - 1)) / (sum(w) - sum(w^2) / sum(w)))
    mu <- weighted.mean(rows[, 1], 1 / (rows[, 2]^2 + tau2))
    rho <- tau2 / (tau2 + rows[1, 2]^2)
    expected <- mu + rho * (rows[1, 1] - mu)
    sd <- sqrt(tau2 * (1 - rho) + rows[1, 2]^2)
    c(mu, tau2, expected, sd, expected - qnorm(.975) * sd, expected + qnorm(.975) * sd)
  },
  funnel = function(x) {
    rows <- matrix(x, ncol = 3, byrow = TRUE)
    centre <- weighted.mean(rows[, 1], rows[, 3])
    sd <- sqrt(weighted.mean((rows[, 2] * sqrt(rows[, 3]))^2, rows[, 3]))
    se <- sd / sqrt(rows[1, 3])
    c(centre, sd, qnorm(.999) * se, 2 * pnorm(-abs(rows[1, 1] - centre) / se))
  },
  # Rows of five drivers and the outcome. R^2 of every subset by lm, Shapley's weights by factorials;
  # Johnson's weights by the definition; covariance of the slopes by row (HC0), corrected as clusters are.
  drivers = function(x) {
    rows <- as.data.frame(matrix(x, ncol = 6, byrow = TRUE))
    names(rows) <- c(paste0("x", 1:5), "y")
    r2 <- function(set) {
      if (length(set) == 0) return(0)
      summary(lm(reformulate(paste0("x", set), "y"), rows))$r.squared
    }
    sets <- lapply(0:31, function(i) which(bitwAnd(i, 2^(0:4)) > 0))
    values <- vapply(sets, r2, 0)
    lmg <- vapply(1:5, function(k) {
      sum(vapply(which(!vapply(sets, function(s) k %in% s, NA)), function(i) {
        s <- length(sets[[i]])
        factorial(s) * factorial(4 - s) / factorial(5) * (values[i + 2^(k - 1)] - values[i])
      }, 0))
    }, 0)
    e <- eigen(cor(rows[1:5]))
    lambda <- e$vectors %*% diag(sqrt(e$values)) %*% t(e$vectors)
    beta <- solve(lambda, cor(rows[1:5], rows$y))
    fit <- lm(y ~ ., rows)
    m <- model.matrix(fit)
    bread <- solve(crossprod(m))
    n <- nrow(rows)
    v <- n / (n - 1) * (n - 1) / (n - 6) * bread %*% crossprod(m * resid(fit)) %*% bread
    p <- p.adjust(2 * pnorm(-abs(coef(fit) / sqrt(diag(v))))[-1], "BH")
    slope <- coef(fit)[-1] * apply(rows[1:5], 2, sd) / sd(rows$y)
    c(lmg, lambda^2 %*% beta^2, slope, p, diag(solve(cor(rows[1:5]))), r2(1:5))
  },
  # Welch over units, with one treated unit the others' spread; Fisher's p over all assignments.
  # Least squares with a level for each group, and the sandwich by cluster written out.
  slope = function(x) {
    rows <- matrix(x, ncol = 5, byrow = TRUE)
    d <- data.frame(x = rows[, 1] / 10, y = rows[, 2], w = rows[, 3], group = factor(rows[, 4]),
                    cluster = rows[, 5])
    fit <- lm(y ~ x + group, data = d, weights = w)
    own <- residuals(lm(x ~ group, data = d, weights = w))
    by_unit <- tapply(d$w * own * residuals(fit), d$cluster, sum)
    g <- length(by_unit)
    se <- sqrt(g / (g - 1) * sum(by_unit^2)) / sum(d$w * own^2)
    m <- weighted.mean(d$x, d$w)
    spread <- sqrt(sum(d$w * (d$x - m)^2) / sum(d$w))
    b <- coef(fit)[["x"]]
    c(b, se, b + c(-1, 1) * qt(.975, g - 1) * se, spread)
  },
  # Restricted likelihood by plain matrices: an AR(1) drift of persistence .6 and four times the mean
  # sampling variance, against no drift.
  drift = function(x) {
    rows <- matrix(x, ncol = 3, byrow = TRUE)
    n <- nrow(rows)
    t <- seq_len(n) - 1
    z <- cbind(rows[, 3] == 0, rows[, 3] == 1, t, cos(2 * pi * t / 12), sin(2 * pi * t / 12))
    none <- diag(rows[, 1])
    drift <- none + 4 * mean(rows[, 1]) * 0.6^abs(outer(t, t, "-"))
    logs <- function(v) {
      inner <- t(z) %*% solve(v, z)
      as.numeric(determinant(v)$modulus + determinant(inner)$modulus)
    }
    inverse <- solve(drift)
    w <- inverse - inverse %*% z %*% solve(t(z) %*% inverse %*% z) %*% t(z) %*% inverse
    c(as.numeric(rows[, 2] %*% w %*% rows[, 2]), logs(drift) - logs(none))
  },
  pilot = function(x) {
    rows <- matrix(x, ncol = 2, byrow = TRUE)
    d <- rows[, 1]
    treated <- rows[, 2] == 1
    effect <- mean(d[treated]) - mean(d[!treated])
    if (sum(treated) > 1) {
      test <- t.test(d[treated], d[!treated])
      own <- c(test$conf.int, test$p.value)
    } else {
      m <- sum(!treated)
      se <- sd(d[!treated]) * sqrt(1 + 1 / m)
      half <- qt(.975, m - 1) * se
      own <- c(effect - half, effect + half, 2 * pt(-abs(effect / se), m - 1))
    }
    all <- combn(length(d), sum(treated), function(i) mean(d[i]) - mean(d[-i]))
    c(effect, own, mean(abs(all) >= abs(effect) - 1e-9), 1 / length(all))
  },
  detectable = function(x) (qt((1 + x[3]) / 2, x[2]) + qnorm(x[4])) * x[1],
  quantiles = function(x) {
    upper <- (1 + x[1]) / 2
    c(qnorm(upper), qt(upper, x[2]), 2 * pnorm(-abs(x[3])), 2 * pt(-abs(x[3]), x[2]),
      qnorm(.975) * sqrt(x[1] * (1 - x[1]) / x[2]) * sqrt((301 - x[2]) / 300))
  }
)

same <- function(got, want) {
  both_nan <- is.nan(got) & is.nan(want)
  equal <- got == want
  near <- abs(got - want) <= 1e-8 * (1e-6 + abs(want)) + 1e-12
  all(both_nan | (!is.na(equal) & equal) | (!is.na(near) & near))
}

# ---- By packages ----

# LMG over all subsets, from correlations with the outcome last.
lmg_of <- function(r) {
  p <- nrow(r) - 1
  sets <- lapply(seq_len(2^p) - 1, function(i) which(bitwAnd(i, 2^(seq_len(p) - 1)) > 0))
  values <- vapply(sets, function(s) {
    if (length(s) == 0) 0 else sum(r[s, p + 1] * solve(r[s, s, drop = FALSE], r[s, p + 1]))
  }, 0)
  vapply(seq_len(p), function(k) {
    sum(vapply(which(!vapply(sets, function(s) k %in% s, NA)), function(i) {
      s <- length(sets[[i]])
      factorial(s) * factorial(p - 1 - s) / factorial(p) * (values[i + 2^(k - 1)] - values[i])
    }, 0))
  }, 0)
}

# Rows of clusters drawn with replacement, by boot.
draw_clusters <- function(cluster, statistic, draws) {
  rows <- split(seq_along(cluster), cluster)
  boot::boot(seq_along(rows), function(all, drawn) statistic(unlist(rows[drawn], use.names = FALSE)), R = draws)
}

middle <- function(values, value) {
  as.numeric(boot::boot.ci(list(R = length(values), t0 = value), t0 = value, t = values, type = "perc")$percent[4:5])
}

# Where the monotone share of low answers at points of twenty passes the level, on straight lines between points; and
# the two points.
passes <- function(point, low, x, level) {
  n <- tabulate(point, length(x))
  fit <- isoreg(rep(tapply(low, factor(point, seq_along(x)), mean), n))$yf[cumsum(n)]
  i <- which(fit > level)[1]
  c(x[i - 1] + (level - fit[i - 1]) / (fit[i] - fit[i - 1]) * (x[i] - x[i - 1]), x[i - 1], x[i])
}

near_interval <- function(got, want, lo, hi) {
  width <- want[hi] - want[lo]
  all(abs(got[lo] - want[lo]) <= 0.1 * width, abs(got[hi] - want[hi]) <= 0.1 * width)
}

# of: the lines compared; same: when got and wanted agree, else to 1e-8.
package_twins <- list(
  list(name = "clusters by survey", of = "clusters", needs = "survey", twin = function(x) {
    rows <- as.data.frame(matrix(x, ncol = 3, byrow = TRUE))
    design <- survey::svydesign(ids = ~V1, weights = ~V2, data = rows)
    found <- survey::svymean(~V3, design)
    df <- if (survey::degf(design) >= 119) Inf else survey::degf(design)
    ends <- confint(found, df = df)
    c(coef(found), survey::SE(found), max(-100, ends[1]), min(100, ends[2]), df)
  }),
  list(name = "clusters by sandwich", of = "clusters", needs = "sandwich", twin = function(x) {
    rows <- as.data.frame(matrix(x, ncol = 3, byrow = TRUE))
    fit <- lm(V3 ~ 1, rows, weights = V2)
    c(coef(fit), sqrt(sandwich::vcovCL(fit, rows$V1, type = "HC0", cadjust = TRUE)))
  }, same = function(got, want) same(got[1:2], want)),
  list(name = "change of shared units by sandwich", of = "shared", needs = "sandwich", twin = function(x) {
    rows <- as.data.frame(matrix(x, ncol = 4, byrow = TRUE))
    fit <- lm(V4 ~ V2, rows, weights = V3)
    c(coef(fit)[2], sqrt(sandwich::vcovCL(fit, rows$V1, type = "HC0", cadjust = TRUE)[2, 2]))
  }, same = function(got, want) same(got[1:2], want)),
  # Differences in differences by unit: of each unit's change on whether it was treated, HC2 is Welch's variance.
  list(name = "pilot by sandwich", of = "pilot", needs = "sandwich", twin = function(x) {
    rows <- matrix(x, ncol = 2, byrow = TRUE)
    if (sum(rows[, 2]) < 2) return(NULL)
    n <- nrow(rows)
    panel <- data.frame(y = c(numeric(n), rows[, 1]), after = rep(0:1, each = n), treated = rep(rows[, 2], 2))
    change <- lm(panel$y[n + seq_len(n)] - panel$y[seq_len(n)] ~ rows[, 2])
    df <- t.test(rows[rows[, 2] == 1, 1], rows[rows[, 2] == 0, 1])$parameter
    half <- qt(.975, df) * sqrt(sandwich::vcovHC(change, type = "HC2")[2, 2])
    c(coef(lm(y ~ after * treated, panel))[["after:treated"]], coef(change)[[2]] + c(-1, 1) * half)
  }, same = function(got, want) is.null(want) || same(got[1:3], want)),
  list(name = "slope by sandwich", of = "slope", needs = "sandwich", twin = function(x) {
    rows <- as.data.frame(matrix(x, ncol = 5, byrow = TRUE))
    fit <- lm(V2 ~ I(V1 / 10) + factor(V4), rows, weights = V3)
    se <- sqrt(sandwich::vcovCL(fit, rows$V5, type = "HC0", cadjust = TRUE)[2, 2])
    df <- length(unique(rows$V5)) - 1
    c(coef(fit)[2], se, coef(fit)[2] + c(-1, 1) * qt(.975, df) * se)
  }, same = function(got, want) same(got[1:4], want)),
  list(name = "odds by sandwich", of = "odds", needs = "sandwich", twin = function(x) {
    rows <- as.data.frame(matrix(x, ncol = 5, byrow = TRUE))
    names(rows) <- c("yes", "w", "unit", "a", "b")
    fit <- odds_fit(rows)
    se <- sqrt(diag(sandwich::vcovCL(fit, rows$unit, type = "HC0", cadjust = TRUE)))
    c(coef(fit), se[2:3])
  }, same = function(got, want) all(abs(got[c(1, 2, 7, 3, 8)] - want) <= 1e-6 * abs(want))), # glm's last step is unseen
  list(name = "drivers' tests by sandwich", of = "units", needs = "sandwich", twin = function(x) {
    unit <- x[1:400]
    rows <- as.data.frame(matrix(x[-(1:400)], ncol = 6, byrow = TRUE))
    fit <- lm(V6 ~ ., rows)
    se <- sqrt(diag(sandwich::vcovCL(fit, unit, type = "HC1", cadjust = TRUE)))
    p.adjust(2 * pt(-abs(coef(fit) / se)[-1], length(unique(unit)) - 1), "BH")
  }, same = function(got, want) same(got[16:20], want)),
  list(name = "middle of draws by boot", of = "middle", needs = "boot", twin = function(x) middle(x, 0)),
  list(name = "threshold by boot", of = "threshold", needs = "boot", twin = function(x) {
    rows <- matrix(x[-1], ncol = 3, byrow = TRUE)
    rows <- rows[order(rows[, 1]), ]
    point <- (seq_len(nrow(rows)) - 1) %/% 20 + 1
    at <- tapply(rows[, 1], point, mean)
    found <- draw_clusters(rows[, 3], function(i) {
      i <- sort(i)
      passes(point[i], rows[i, 2], at, x[1])
    }, 4999)
    value <- passes(point, rows[, 2], at, x[1])
    ends <- middle(found$t[, 1], value[1])
    if (diff(ends) <= 2 * (value[3] - value[2])) # it jumps: at least the step between the points
      ends <- c(min(ends[1], value[2]), max(ends[2], value[3]))
    c(value[1], ends, quantile(found$t[, 1], c(.015, .035, .965, .985)))
  }, same = function(got, want) {
    # Where the curve is nearly level the draws jump, and an end moves far for a draw more or less: then it has to lie
    # where no more than a hundredth of the draws lie between.
    among <- got[2] >= want[4] && got[2] <= want[5] && got[3] >= want[6] && got[3] <= want[7]
    same(got[1], want[1]) && (near_interval(got, want, 2, 3) || among)
  }),
  list(name = "drivers' intervals by boot", of = "units", needs = "boot", twin = function(x) {
    rows <- matrix(x[-(1:400)], ncol = 6, byrow = TRUE)
    value <- lmg_of(cor(rows))
    found <- draw_clusters(x[1:400], function(i) lmg_of(cor(rows[i, ])), 4999)
    ends <- vapply(1:5, function(k) {
      ends <- middle(found$t[, k], value[k]) - (mean(found$t[, k]) - value[k])
      c(min(max(ends[1], 0), value[k]), max(ends[2], value[k]))
    }, c(0, 0))
    c(value, ends[1, ], ends[2, ])
  }, same = function(got, want) same(got[1:5], want[1:5]) && near_interval(got, want, 6:10, 11:15)),
  # A point of ours is where the likelihood is largest among points; segmented looks between them as well, so that it
  # fits at least as well, and breaks within a step of it.
  list(name = "break by segmented", of = "break", needs = "segmented", twin = function(x) {
    rows <- matrix(x, ncol = 2, byrow = TRUE)
    rows <- rows[order(rows[, 1]), ]
    point <- (seq_len(nrow(rows)) - 1) %/% 100 + 1
    d <- data.frame(fact = as.numeric(tapply(rows[, 1], point, mean)), low = as.numeric(tapply(rows[, 2], point, sum)))
    d$high <- 100 - d$low
    inner <- which(seq_along(d$fact) / length(d$fact) >= 0.1 & seq_along(d$fact) / length(d$fact) <= 0.9)
    fits <- vapply(d$fact[inner], function(psi) {
      deviance(glm(cbind(low, high) ~ fact + pmax(fact - psi, 0), binomial, d))
    }, 0)
    d$n <- d$low + d$high
    d$share <- d$low / d$n
    line <- glm(share ~ fact, binomial, d, weights = n)
    free <- segmented::segmented(line, seg.Z = ~fact, psi = 3)
    c(d$fact[inner][which.min(fits)], free$psi[, "Est."], min(fits) - deviance(free), max(diff(d$fact)))
  }, same = function(got, want) same(got, want[1]) && want[3] >= -1e-6 && abs(want[2] - got) <= want[4])
)

# ---- Beyond sixteen drivers, by the definition: the orthonormal columns closest to the drivers, by singular values,
# and what of the outcome goes with each ----
twin$many <- function(x) {
  rows <- matrix(x, ncol = 21, byrow = TRUE)
  z <- scale(rows[, 1:20]) / sqrt(nrow(rows) - 1)
  y <- as.numeric(scale(rows[, 21])) / sqrt(nrow(rows) - 1)
  d <- svd(z)
  near <- d$u %*% t(d$v)
  c(crossprod(near, z)^2 %*% crossprod(near, y)^2, 200)
}

# R searches by the values of the likelihood, which leave the ends of the profile about 1e-8.
settled <- list(firth = function(got, want) all(abs(got - want) <= 1e-6 * (1 + abs(want))))

checks <- c(
  lapply(names(twin), function(name) list(name = name, of = name, twin = twin[[name]], same = settled[[name]])),
  package_twins)
set.seed(20181231)
failed <- 0
cat(sprintf("1..%d\n", length(checks)))
for (i in seq_along(checks)) {
  check <- checks[[i]]
  if (!is.null(check$needs) && !requireNamespace(check$needs, quietly = TRUE)) {
    cat(sprintf("ok %d %s # SKIP no R package %s\n", i, check$name, check$needs))
    next
  }
  agrees <- if (is.null(check$same)) same else check$same
  own <- Filter(function(line) line[1] == check$of, lines)
  bad <- Filter(function(line) !agrees(numbers(line[3]), check$twin(numbers(line[2]))), own)
  good <- length(own) > 0 && length(bad) == 0
  cat(sprintf("%s %d %s, %d cases\n", if (good) "ok" else "not ok", i, check$name, length(own)))
  if (length(bad) > 0) {
    line <- bad[[1]]
    cat("#", substr(line[2], 1, 2000), "\n# got ", line[3], "\n# want",
        format(check$twin(numbers(line[2])), digits = 15), "\n")
  }
  if (!good) failed <- failed + 1
}
quit(status = min(failed, 1))
