package dev.actionflows.simulator;

import java.time.Duration;

/** Lambda for functions behind HTTP: invocations may time out or be killed. */
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
     * @param name distinguishes the invocation from others of the function
     * @param answered called if the caller gets a 2xx
     * @param failed called if the caller gets any other response, or none
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
