import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** DynamoDB Local in memory, without its own start-up, which reports its use to its maker. */
final class DynamoDbLocal {
    private DynamoDbLocal() {}

    /**
     * @param arguments the port to listen on
     */
    public static void main(String[] arguments) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(arguments[0]));
        server.addConnector(connector);
        // Separate tables for each account and region, which the emulator passes in the
        // credentials.
        LocalDynamoDBRequestHandler tables =
                new LocalDynamoDBRequestHandler(0, true, null, false, false);
        server.setHandler(new LocalDynamoDBServerHandler(tables, null));
        server.start();
        server.join();
    }
}
