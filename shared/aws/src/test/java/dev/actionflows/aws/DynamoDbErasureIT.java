package dev.actionflows.aws;

import dev.actionflows.domain.privacy.ErasureContract;
import dev.actionflows.domain.privacy.ErasureWorld;
import dev.actionflows.domain.testing.InMemoryPorts;

class DynamoDbErasureIT extends ErasureContract {
    DynamoDbErasureIT() {
        super(world(new InMemoryPorts()));
    }

    private static ErasureWorld world(InMemoryPorts memory) {
        return new ErasureWorld(
                memory, DynamoDbErasurePorts.over(memory, LocalDynamoDb.table(), LogTable.name()));
    }
}
