package dev.actionflows.domain.experiment;

import org.apache.commons.numbers.rootfinder.BrentSolver;
import org.jspecify.annotations.Nullable;

/**
 * How large the standardized difference must be at each look, so that the probability of ever
 * exceeding it, if there is no difference, is what has been spent: the error spending approach of
 * Lan and DeMets (Biometrika 70, 1983). The standardized difference times the square root of its
 * information is a Brownian motion; its distribution, as long as no boundary was crossed, is
 * integrated from look to look (Armitage, McPherson and Rowe, J. R. Stat. Soc. A 132, 1969;
 * Jennison and Turnbull, Group Sequential Methods, 1999, chapter 19).
 *
 * <p>Not thread-safe: one for each comparison, called look by look.
 */
final class SpendingBoundary {
    /**
     * In standard deviations: the error spent at a look is never so small that it is further out.
     */
    private static final double FARTHEST = 9;

    private static final BrentSolver SOLVER = new BrentSolver(1e-9, 1e-9, 1e-12);

    private @Nullable SurvivingDensity settled;
    private double settledSpent;
    private double information;
    private double spent;
    private double boundary;

    /**
     * The boundary of the next look. A look that adds (nearly) no information replaces the one
     * before it: the statistic is the same, so only the lower boundary counts.
     *
     * @param atLook the information of the statistic, positive, in any unit. If it is less than at
     *     the look before, that of the look before is used
     * @param spentSoFar error spent up to and with this look, between 0 and 1, more than before
     * @return the value that the absolute standardized difference must reach
     */
    double next(double atLook, double spentSoFar) {
        if (information == 0) {
            information = atLook;
        } else if (atLook > information * (1 + SurvivingDensity.resolution(boundary))) {
            settled = after();
            settledSpent = spent;
            information = atLook;
        }
        spent = spentSoFar;
        boundary = solve(spent - settledSpent);
        return boundary;
    }

    private SurvivingDensity after() {
        return settled == null
                ? SurvivingDensity.first(information, boundary)
                : settled.next(information, boundary);
    }

    private double solve(double error) {
        double target = Math.log(error);
        return SOLVER.findRoot(
                c -> Math.log(Math.max(crossing(c), Double.MIN_NORMAL)) - target, 0, FARTHEST);
    }

    private double crossing(double candidate) {
        return settled == null
                ? 2 * Normal.upperTail(candidate)
                : settled.crossing(information, candidate);
    }
}
