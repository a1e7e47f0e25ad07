package dev.actionflows.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class PreparationTest {
    @Test
    void a_task_that_fails_prevents_no_other() throws Exception {
        CompletableFuture<Thread> done = new CompletableFuture<>();

        Preparation.inBackground(
                () -> {
                    throw new IllegalStateException("no data");
                },
                () -> {
                    throw new ExceptionInInitializerError("no class");
                },
                () -> done.complete(Thread.currentThread()));

        assertThat(done.get(10, TimeUnit.SECONDS)).isNotEqualTo(Thread.currentThread());
    }

    /** A function that ends does not wait for it. */
    @Test
    void it_keeps_no_process_alive() throws Exception {
        CompletableFuture<Boolean> daemon = new CompletableFuture<>();

        Preparation.inBackground(() -> daemon.complete(Thread.currentThread().isDaemon()));

        assertThat(daemon.get(10, TimeUnit.SECONDS)).isTrue();
    }
}
