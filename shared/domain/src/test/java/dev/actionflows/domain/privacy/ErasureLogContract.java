package dev.actionflows.domain.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.ErasureId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The contract of {@link ErasureLog} implementations. */
public abstract class ErasureLogContract {
    private static final Instant NOW = Samples.NOW;

    private final ErasureLog log;
    private final SecureRandom random = new SecureRandom();
    private final ProjectId project = ProjectId.from(this::bytes);
    private final FanId one = FanId.from(this::bytes);
    private final FanId other = FanId.from(this::bytes);

    protected ErasureLogContract(ErasureLog log) {
        this.log = log;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private Erasure erasure(FanId... fans) {
        return Erasure.of(
                project, ErasureId.from(this::bytes), List.of(fans), List.of(address()), NOW);
    }

    private static ErasedAddress address() {
        return new ErasedAddress(
                new Identity(Identity.Kind.EMAIL, "0a"),
                new AddressClosing(
                        Optional.of(NOW),
                        Optional.of(NOW),
                        Optional.empty(),
                        Optional.of(NOW.plusSeconds(1))));
    }

    @Test
    void an_erasure_is_found_as_it_was_stored_by_its_id_and_by_each_fan_id() {
        Erasure erasure = erasure(one, other);

        assertThat(log.begin(erasure)).isEqualTo(erasure);

        assertThat(log.find(project, erasure.id())).contains(erasure);
        assertThat(log.findByFan(project, one)).contains(erasure);
        assertThat(log.findByFan(project, other)).contains(erasure);
        assertThat(log.findByFan(project, FanId.from(this::bytes))).isEmpty();
        assertThat(log.find(ProjectId.from(this::bytes), erasure.id())).isEmpty();
    }

    @Test
    void a_second_erasure_of_one_of_the_ids_is_the_first_one() {
        Erasure first = log.begin(erasure(one));

        assertThat(log.begin(erasure(other, one))).isEqualTo(first);
        assertThat(log.findByFan(project, other)).isEmpty();
    }

    @Test
    void a_change_is_stored_unless_there_was_another_one() {
        Erasure begun = log.begin(erasure(one));
        Erasure changed =
                begun.including(List.of(other), List.of())
                        .erased(NOW, DataCount.of(DataKind.PROFILE, 2))
                        .counting(DataCount.of(DataKind.RUN, 7))
                        .completed(NOW.plusSeconds(900));

        Optional<Erasure> stored = log.replace(begun, changed);

        assertThat(stored).contains(changed.withRevision(2));
        assertThat(log.find(project, begun.id())).isEqualTo(stored);
        assertThat(log.findByFan(project, other)).isEqualTo(stored);
        assertThat(log.replace(begun, begun.completed(NOW))).isEmpty();
        // the same write again
        assertThat(log.replace(begun, changed)).isEqualTo(stored);
    }

    @Test
    void an_id_keeps_its_first_erasure() {
        Erasure first = log.begin(erasure(one));
        Erasure second = log.begin(erasure(other));

        log.replace(second, second.including(List.of(one), List.of()));

        assertThat(log.findByFan(project, one)).contains(first);
    }

    @Test
    void the_log_is_listed_page_by_page() {
        Erasure first = log.begin(erasure(one));
        Erasure second = log.begin(erasure(other));
        List<Erasure> listed = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<Erasure> page = log.list(cursor, 1);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(1);
            listed.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent());

        assertThat(listed).contains(first, second).doesNotHaveDuplicates();
    }

    @Test
    void the_progress_of_a_reapplication_is_remembered_by_table() {
        String table = "restored-" + project;
        assertThat(log.reapplication(table)).isEmpty();
        ErasureLog.Reapplication begun = new ErasureLog.Reapplication(table, 3, Optional.empty());
        ErasureLog.Reapplication done = new ErasureLog.Reapplication(table, 5, Optional.of(NOW));

        log.record(begun);
        assertThat(log.reapplication(table)).contains(begun);
        log.record(done);
        assertThat(log.reapplication(table)).contains(done);
    }
}
