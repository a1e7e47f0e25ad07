package dev.actionflows.aws;

import dev.actionflows.domain.privacy.ErasureLogContract;

class DynamoDbErasureLogIT extends ErasureLogContract {
    DynamoDbErasureLogIT() {
        super(LogTable.log());
    }
}
