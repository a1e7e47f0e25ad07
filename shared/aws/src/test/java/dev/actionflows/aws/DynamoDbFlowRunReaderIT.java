package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.run.FlowRunReader;
import dev.actionflows.domain.run.FlowRunReader.FoundRun;
import dev.actionflows.domain.run.FlowRunReaderContract;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class DynamoDbFlowRunReaderIT extends FlowRunReaderContract {
    private static final Table TABLE = LocalDynamoDb.table();

    private final FlowRunReader reader = new DynamoDbFlowRunReader(TABLE);

    DynamoDbFlowRunReaderIT() {
        super(new DynamoDbRunLedger(TABLE), new DynamoDbFlowRunReader(TABLE));
    }

    @Test
    void a_run_that_cannot_be_decoded_is_found_as_unreadable_beside_the_others() {
        Run sound = Samples.run(Samples.projectId(), Samples.flowId(), Samples.NOW);
        Run broken = Samples.run(sound.key().project(), sound.flow(), Samples.NOW);
        TABLE.put(RunItem.encode(sound));
        TABLE.put(RunItem.encode(broken).put(RunItem.STATUS, AttributeValue.fromS("LOST")));

        List<FoundRun> found =
                IntStream.range(0, reader.shards())
                        .mapToObj(
                                shard ->
                                        reader.read(
                                                new FlowRunReader.FlowShard(
                                                        sound.key().project(),
                                                        sound.flow(),
                                                        shard,
                                                        Instant.EPOCH,
                                                        Samples.NOW),
                                                Optional.empty(),
                                                10))
                        .flatMap(page -> page.items().stream())
                        .toList();

        assertThat(found).hasSize(2).contains(new FoundRun.Decoded(sound));
        assertThat(found)
                .filteredOn(FoundRun.Unreadable.class::isInstance)
                .extracting(FoundRun::key)
                .containsExactly(broken.key());
    }
}
