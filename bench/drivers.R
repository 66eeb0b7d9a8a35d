# Drivers as one first writes them in R: R² of every set of drivers by solve(), Shapley's weights, rows drawn
# with replacement. Rscript drivers.R FILE RESPONSES DRAWS; prints milliseconds of LMG alone, of the point
# estimate with its cross-products, of one draw, and the importances.
arguments <- commandArgs(trailingOnly = TRUE)
n <- as.integer(arguments[2])
draws <- as.integer(arguments[3])
x <- matrix(as.numeric(readBin(arguments[1], "integer", 13 * n, size = 1, signed = FALSE)), nrow = n)

r2 <- function(s, set) {
  if (length(set) == 0) return(0)
  b <- s[set, 13]
  sum(b * solve(s[set, set, drop = FALSE], b)) / s[13, 13]
}
lmg <- function(s) {
  p <- 12
  masks <- 0:(2^p - 1)
  bits <- outer(masks, 0:(p - 1), function(m, k) bitwAnd(m, bitwShiftL(1L, k)) > 0)
  value <- vapply(seq_along(masks), function(i) r2(s, which(bits[i, ])), 0)
  size <- rowSums(bits)
  weight <- factorial(size) * factorial(p - size - 1) / factorial(p)
  vapply(1:p, function(k) {
    without <- which(!bits[, k])
    sum(weight[without] * (value[without + 2^(k - 1)] - value[without]))
  }, 0)
}
ms <- function(expression) 1000 * system.time(expression)[["elapsed"]]
moments <- cov(x)
lmg_ms <- median(replicate(5, ms(lmg(moments))))
point_ms <- ms(point <- lmg(cov(x)))
draw_ms <- median(replicate(draws, ms(lmg(cov(x[sample.int(n, n, TRUE), ])))))
cat(sprintf('{"lmg_ms": %.6f, "point_ms": %.6f, "draw_ms": %.6f, "importance": [%s]}\n', lmg_ms,
            point_ms, draw_ms, paste(sprintf("%.12f", point), collapse = ", ")))
