package dev.actionflows.testkit.simulation;

import java.time.Duration;

/** Lambda, as far as functions behind HTTP need it: invocations that time out, or are killed. */
final class LambdaRuntime {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Kernel kernel;
    private final Faults faults;
    private final PlayedParts played;

    LambdaRuntime(Kernel kernel, Faults faults, PlayedParts played) {
        this.kernel = kernel;
        this.faults = faults;
        this.played = played;
    }

    /**
     * Invokes a function.
     *
     * @param name tells the invocation from others of the function
     * @param answered called when the caller gets an answer 2xx
     * @param failed called when the caller gets another answer, or none
     */
    void invoke(String function, String name, Runnable work, Runnable answered, Runnable failed) {
        played.add("function " + function);
        Kernel.Actor process =
                kernel.start(
                        function + " " + name,
                        work,
                        failure -> (failure == null ? answered : failed).run());
        kernel.after(TIMEOUT, process::kill);
        faults.mayKill(process, 300);
    }
}
