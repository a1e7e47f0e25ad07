package dev.actionflows.domain.testing;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Threads that begin the same task at the same time. */
public final class Together {
    private Together() {}

    /**
     * @param work by the thread's number
     * @return the result of each thread
     */
    public static <T> List<T> run(int threads, IntFunction<T> work) {
        CountDownLatch ready = new CountDownLatch(threads);
        List<Callable<T>> calls =
                IntStream.range(0, threads)
                        .<Callable<T>>mapToObj(
                                number ->
                                        () -> {
                                            ready.countDown();
                                            ready.await();
                                            return work.apply(number);
                                        })
                        .toList();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            return executor.invokeAll(calls).stream().map(Together::result).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("one of the threads failed", e.getCause());
        }
    }
}
