package dev.actionflows.lambda;

/**
 * Prepares what the first event of a function needs in the background, while the function
 * initializes: loading classes and data is most of a cold start, and one thread does it one after
 * the other.
 */
public final class Preparation {
    private Preparation() {}

    /**
     * Returns at once. A task that fails is ignored: the first event meets the same failure, which
     * it reports.
     *
     * @param tasks with no effect but that classes and data are loaded afterwards
     */
    public static void inBackground(Runnable... tasks) {
        Thread.ofPlatform()
                .daemon()
                .name("preparation")
                .start(
                        () -> {
                            for (Runnable task : tasks) {
                                attempt(task);
                            }
                        });
    }

    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | LinkageError e) {
            // the first event reports it
        }
    }
}
