package dev.actionflows.aws;

import dev.actionflows.domain.intake.ProjectEventsContract;

class DynamoDbProjectEventsIT extends ProjectEventsContract {
    DynamoDbProjectEventsIT() {
        super(DynamoDbStores.create(), _ -> new DynamoDbProjectEvents(LocalDynamoDb.table()));
    }
}
