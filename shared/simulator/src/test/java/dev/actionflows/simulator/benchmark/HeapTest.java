package dev.actionflows.simulator.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicBoolean;

@Isolated
class HeapTest {
    private static final long MEGABYTE = 1L << 20;

    @Test
    void what_is_held_counts() {
        long before = Heap.used();
        byte[] held = new byte[Math.toIntExact(4 * MEGABYTE)];
        long after = Heap.used();
        Reference.reachabilityFence(held);

        assertThat(after - before).isBetween(4 * MEGABYTE, 5 * MEGABYTE);
    }

    @Test
    void what_another_thread_allocates_and_drops_does_not_count() throws InterruptedException {
        AtomicBoolean ends = new AtomicBoolean();
        long before = Heap.used();
        Thread other =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (!ends.get()) {
                                        Reference.reachabilityFence(new byte[64]);
                                    }
                                });
        long meanwhile = Heap.used();
        ends.set(true);
        other.join();

        assertThat(meanwhile - before).isLessThan(MEGABYTE / 4);
    }
}
