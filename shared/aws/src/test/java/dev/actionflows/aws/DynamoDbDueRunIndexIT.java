package dev.actionflows.aws;

import dev.actionflows.domain.run.DueRunIndexContract;

class DynamoDbDueRunIndexIT extends DueRunIndexContract {
    DynamoDbDueRunIndexIT() {
        super(DynamoDbStores.create());
    }
}
