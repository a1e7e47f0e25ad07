package dev.actionflows.aws;

/** The table of the log of erasures, for all tests. */
final class LogTable {
    static final String NAME = "erasures";

    static {
        LocalDynamoDb.createTable(NAME);
    }

    private LogTable() {}

    static DynamoDbErasureLog log() {
        return new DynamoDbErasureLog(LocalDynamoDb.client(), name());
    }

    /** The table exists once this was called. */
    static String name() {
        return NAME;
    }
}
