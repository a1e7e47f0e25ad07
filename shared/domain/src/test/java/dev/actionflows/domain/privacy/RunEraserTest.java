package dev.actionflows.domain.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.testing.InMemoryPorts;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;

/** Runs that cannot be read when they are to be erased. */
class RunEraserTest {
    private final InMemoryPorts memory = new InMemoryPorts();
    private final ErasureWorld world = new ErasureWorld(memory, memory);
    private final RunKey run = world.startRun(world.plant("ada", "0101").current(), "SM9");

    private RunEraser eraserThatMeets(RuntimeException failure) {
        RunLedger failing =
                (RunLedger)
                        Proxy.newProxyInstance(
                                RunLedger.class.getClassLoader(),
                                new Class<?>[] {RunLedger.class},
                                (_, _, _) -> {
                                    throw failure;
                                });
        return new RunEraser(
                failing, world.application().runCanceller(), memory.fanData(), memory.clock, false);
    }

    @Test
    void a_run_is_kept_while_the_ledger_is_busy() {
        RunEraser eraser =
                eraserThatMeets(new ProblemException(ErrorCode.TRY_AGAIN, "the table is busy"));

        assertThatThrownBy(() -> eraser.erase(run)).isInstanceOf(ProblemException.class);

        assertThat(memory.ledger.find(run)).isPresent();
    }

    @Test
    void a_run_that_nobody_can_read_is_deleted() {
        assertThat(eraserThatMeets(new IllegalStateException("no such step")).erase(run).left())
                .isFalse();

        assertThat(memory.ledger.find(run)).isEmpty();
    }
}
