package dev.actionflows.aws;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * DynamoDB Local in this process: one server and one table for all tests, which use distinct ids.
 * The table is created as {@code template.yaml} declares it.
 */
public final class LocalDynamoDb {
    public static final String TABLE = "action-flows";

    private static final Duration LOADED_WITHIN = Duration.ofMinutes(2);

    private static final String SHARED_ENDPOINT = start();

    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "AWS_REGION", "eu-central-1",
                    "AWS_ACCESS_KEY_ID", "local",
                    "AWS_SECRET_ACCESS_KEY", "local",
                    "AWS_ENDPOINT_URL", SHARED_ENDPOINT);

    private static final Table SHARED = createTable(TABLE);

    private LocalDynamoDb() {}

    static Table table() {
        return SHARED;
    }

    /** The endpoint; the table exists. */
    public static URI endpoint() {
        return URI.create(SHARED_ENDPOINT);
    }

    /** The table through a client whose calls are counted. */
    static Table table(CallCounter counter) {
        return new Table(
                AwsClients.fromEnvironment(ENVIRONMENT)
                        .client(
                                DynamoDbClient.builder()
                                        .overrideConfiguration(
                                                configuration ->
                                                        configuration.addExecutionInterceptor(
                                                                counter))),
                TABLE);
    }

    /** Bypasses DynamoDB Local's own startup, which sends telemetry. */
    private static String start() {
        try {
            Server server = new Server();
            ServerConnector connector = new ServerConnector(server);
            connector.setHost("localhost");
            server.addConnector(connector);
            server.setHandler(
                    new LocalDynamoDBServerHandler(
                            new LocalDynamoDBRequestHandler(0, true, null, true, false), null));
            server.start();
            return "http://localhost:" + connector.getLocalPort();
        } catch (Exception e) { // as Server.start declares it
            throw new IllegalStateException("DynamoDB Local does not start", e);
        }
    }

    static DynamoDbClient client() {
        return AwsClients.fromEnvironment(ENVIRONMENT).client(DynamoDbClient.builder());
    }

    /** Another table, with the same indexes. */
    static Table createTable(String name) {
        try (DynamoDbClient patient = patientClient()) {
            createTable(patient, name);
        }
        return new Table(client(), name);
    }

    /** The first call loads the database, which takes long on a busy machine. */
    private static DynamoDbClient patientClient() {
        return DynamoDbClient.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("local", "local")))
                .endpointOverride(endpoint())
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(LOADED_WITHIN))
                .build();
    }

    private static void createTable(DynamoDbClient client, String name) {
        client.createTable(
                create ->
                        create.tableName(name)
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(
                                        text("pk"),
                                        text("sk"),
                                        text("dueShard"),
                                        attribute("dueAt", ScalarAttributeType.N),
                                        text("flowShard"),
                                        text("startedKey"),
                                        text("fanKey"),
                                        text("cause"))
                                .keySchema(keys("pk", "sk"))
                                .globalSecondaryIndexes(
                                        index("due", "dueShard", "dueAt"),
                                        index("by_flow", "flowShard", "startedKey"),
                                        index("by_fan", "fanKey", "startedKey"),
                                        index("by_cause", "cause", "startedKey")));
    }

    private static GlobalSecondaryIndex index(String name, String hash, String range) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(keys(hash, range))
                .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                .build();
    }

    private static List<KeySchemaElement> keys(String hash, String range) {
        return List.of(
                KeySchemaElement.builder().attributeName(hash).keyType(KeyType.HASH).build(),
                KeySchemaElement.builder().attributeName(range).keyType(KeyType.RANGE).build());
    }

    private static AttributeDefinition text(String name) {
        return attribute(name, ScalarAttributeType.S);
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
    }
}
