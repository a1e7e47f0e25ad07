package dev.actionflows.aws;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** A table that was restored from a backup, under a name that somebody entered. */
public final class RestoredTable {
    private RestoredTable() {}

    /**
     * @throws ResourceNotFoundException if there is no table of this name
     */
    public static Table open(DynamoDbClient client, String name) {
        Table table = new Table(client, name);
        // any read fails if there is no table; this one finds nothing
        table.find(new Key(name, name));
        return table;
    }
}
