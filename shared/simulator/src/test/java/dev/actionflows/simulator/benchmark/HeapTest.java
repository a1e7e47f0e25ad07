package dev.actionflows.simulator.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.lang.ref.Reference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

@Isolated
class HeapTest {
    private static final long MEGABYTE = 1L << 20;

    /** What the virtual machine itself loads or drops meanwhile. */
    private static final long SLACK = MEGABYTE / 4;

    @Test
    void what_is_held_counts() {
        long before = Heap.used();
        byte[] held = new byte[Math.toIntExact(4 * MEGABYTE)];
        long after;
        try {
            after = Heap.used();
        } finally {
            Reference.reachabilityFence(held);
        }

        assertThat(after - before).isBetween(4 * MEGABYTE - SLACK, 4 * MEGABYTE + SLACK);
    }

    @Test
    void what_another_thread_allocates_and_drops_does_not_count() throws InterruptedException {
        AtomicBoolean ends = new AtomicBoolean();
        CountDownLatch allocates = new CountDownLatch(1);
        AtomicReference<byte[]> latest = new AtomicReference<>(new byte[0]);
        long before = Heap.used();
        Thread other =
                Thread.ofPlatform()
                        .daemon()
                        .start(
                                () -> {
                                    while (!ends.get()) {
                                        latest.set(new byte[64]);
                                        allocates.countDown();
                                    }
                                });
        allocates.await();
        long meanwhile = Heap.used();
        ends.set(true);
        other.join();

        assertThat(latest.get()).isNotEmpty();
        assertThat(meanwhile - before).isLessThan(SLACK);
    }
}
