package dev.actionflows.simulator;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A function as the state machine of a job calls it: each call is retried. Lambda can reject a
 * call, and end a function at any moment.
 */
final class JobFunction {
    /** How long a call may work before it has to answer. */
    static final Duration MAX_WORK = Duration.ofSeconds(40);

    private static final int RETRIES = 12;
    private static final long MAX_DELAY_MILLIS = 120_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Kernel kernel;
    private final Faults faults;
    private final String function;
    private final Consumer<String> played;

    JobFunction(Kernel kernel, Faults faults, String function, Consumer<String> played) {
        this.kernel = kernel;
        this.faults = faults;
        this.function = function;
        this.played = played;
    }

    /**
     * Called by the process of an execution.
     *
     * @return whether it succeeded before all retries were used up
     */
    boolean invokeWithRetries(String name, Runnable work) {
        for (int retry = 0; retry <= RETRIES; retry++) {
            if (invoke(name, work)) {
                return true;
            }
            if (faults.hits(kernel.current().chance("hung"), 0.3)) {
                // it is taken for dead only now
                kernel.current().pause(TIMEOUT);
            }
            long most = Math.min(2_000L << retry, MAX_DELAY_MILLIS);
            kernel.current().pause(kernel.current().chance("retry").between(0, most));
        }
        return false;
    }

    private boolean invoke(String name, Runnable work) {
        Kernel.Actor execution = kernel.current();
        if (faults.hits(execution.chance("throttled"), 0.01)) {
            return false;
        }
        played.accept("function " + function);
        boolean[] succeeded = new boolean[1];
        Kernel.Actor process =
                kernel.start(
                        function + " " + name,
                        work,
                        failure -> {
                            succeeded[0] = failure == null;
                            execution.wake();
                        });
        kernel.after(TIMEOUT, process::kill);
        faults.mayKill(process, 400);
        if (faults.hits(execution.chance("interrupted"), 0.5)) {
            kernel.after(execution.chance("interrupted at").between(0, 1_000), process::kill);
        }
        execution.sleep();
        return succeeded[0];
    }
}
