package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.privacy.Erasure;
import dev.actionflows.domain.privacy.ErasureLog;
import dev.actionflows.domain.privacy.ErasureReapplier;
import dev.actionflows.domain.privacy.ErasureTask;
import dev.actionflows.domain.privacy.ErasureWorld;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.QueuedErasureTask;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Plants identifiers of a fan wherever the use cases store any, copies the table, erases the fan,
 * and searches everything for them; then restores the copy and applies the log of erasures to it.
 */
class RestoredBackupIT {
    private static final String TABLE = "privacy-live";
    private static final String RESTORED = "privacy-restored-1";
    private static final String LOG = "privacy-log";

    private final DynamoDbClient client = LocalDynamoDb.client();

    @Test
    void an_erased_fan_is_in_no_item_and_not_after_a_backup_was_restored_and_the_log_applied() {
        InMemoryPorts memory = new InMemoryPorts();
        Table table = LocalDynamoDb.createTable(TABLE);
        LocalDynamoDb.createTable(LOG);
        ErasureWorld world =
                new ErasureWorld(memory, DynamoDbErasurePorts.over(memory, table, LOG));
        ErasureWorld.Planted ada = world.plant("adalovelace", "0101");
        ErasureWorld.Planted ben = world.plant("benfranklin", "0202");
        assertThat(ada.identifiers()).hasSizeGreaterThanOrEqualTo(50).doesNotHaveDuplicates();
        assertThat(found(ada, everything(TABLE))).containsAll(ada.identifiers());
        List<Map<String, AttributeValue>> backup = scan(TABLE);
        List<String> bensBefore = itemsWith("benfranklin", ben, TABLE);

        Erasure erasure = world.erase(ada.former());
        List<String> messages = new ArrayList<>();
        while (!memory.erasureTasks.isEmpty()) {
            messages.add(ErasureMessage.encode(memory.erasureTasks.getFirst().task()));
            QueuedErasureTask next = memory.erasureTasks.removeFirst();
            memory.clock.advance(next.delay());
            world.management()
                    .erasures()
                    .work((ErasureTask.Erase) next.task(), world.deadline(Duration.ofSeconds(20)));
        }

        assertThat(found(ada, everything(TABLE))).isEmpty();
        assertThat(found(ada, messages)).isEmpty();
        assertThat(itemsWith("benfranklin", ben, TABLE)).isEqualTo(bensBefore);
        // the log has the ids and hashes, and nothing else
        assertThat(found(ada, everything(LOG)))
                .containsExactlyInAnyOrder(ada.current().value(), ada.former().value());

        LocalDynamoDb.createTable(RESTORED);
        backup.forEach(item -> client.putItem(put -> put.tableName(RESTORED).item(item)));
        assertThat(found(ada, everything(RESTORED))).containsAll(ada.identifiers());
        reapply(world);

        assertThat(found(ada, everything(RESTORED))).isEmpty();
        assertThat(itemsWith("benfranklin", ben, RESTORED)).isEqualTo(bensBefore);
        assertThat(world.ports.erasures().find(world.project, erasure.id()).orElseThrow())
                .matches(Erasure::isCompleted);
    }

    @Test
    void a_table_with_a_mistyped_name_is_not_taken_for_an_empty_one() {
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> RestoredTable.open(client, RESTORED + "-of-yesterday"));
    }

    private void reapply(ErasureWorld world) {
        ErasureLog log = world.ports.erasures();
        List<ErasureTask> tasks = new ArrayList<>(List.of(ErasureTask.Reapply.first(RESTORED)));
        Table restored = RestoredTable.open(client, RESTORED);
        ErasureReapplier reapplier =
                new ErasureReapplier(
                        log,
                        (task, _) -> tasks.add(ErasureMessage.decode(ErasureMessage.encode(task))),
                        name -> {
                            assertThat(name).isEqualTo(RESTORED);
                            return new ErasureReapplier.RestoredData(
                                    new DynamoDbFanDataStore(restored),
                                    new DynamoDbRunLedger(restored));
                        },
                        world.memory.clock);
        int messages = 0;
        while (!tasks.isEmpty()) {
            assertThat(log.reapplication(RESTORED).filter(it -> it.completedAt().isPresent()))
                    .isEmpty();
            // no time at all: one page of one erasure each
            reapplier.work(
                    (ErasureTask.Reapply) tasks.removeFirst(), world.deadline(Duration.ZERO));
            messages++;
        }
        assertThat(messages).isGreaterThan(5);
        assertThat(log.reapplication(RESTORED).orElseThrow())
                .matches(it -> it.completedAt().isPresent())
                .extracting(ErasureLog.Reapplication::erasures)
                .isEqualTo(1L);
    }

    private static List<String> found(ErasureWorld.Planted fan, List<String> texts) {
        return fan.identifiers().stream()
                .filter(it -> texts.stream().anyMatch(text -> text.contains(it)))
                .toList();
    }

    private List<String> everything(String table) {
        return scan(table).stream().map(Object::toString).toList();
    }

    private List<String> itemsWith(String tag, ErasureWorld.Planted fan, String table) {
        return everything(table).stream()
                .filter(
                        item ->
                                item.contains(tag)
                                        || fan.identifiers().stream().anyMatch(item::contains))
                .sorted()
                .toList();
    }

    private List<Map<String, AttributeValue>> scan(String table) {
        return client
                .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
                .items()
                .stream()
                .toList();
    }
}
