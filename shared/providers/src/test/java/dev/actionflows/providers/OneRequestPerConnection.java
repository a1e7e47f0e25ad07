package dev.actionflows.providers;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A server that announces keep-alive, and breaks each connection when a second request arrives on
 * it.
 */
final class OneRequestPerConnection implements Closeable {
    private static final String ANSWER =
            """
            HTTP/1.1 201 Created\r
            Content-Type: application/json\r
            Content-Length: 13\r
            Connection: keep-alive\r
            \r
            {"sid":"SM1"}\
            """;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    OneRequestPerConnection() throws IOException {
        Thread.ofVirtual().start(this::acceptAll);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                Thread.ofVirtual().start(() -> answerOnce(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void answerOnce(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            readRequest(in);
            connection.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
            in.read();
        } catch (IOException e) {
            // The client has closed the connection.
        }
    }

    /** Reads headers and as many bytes as they announce. */
    private static void readRequest(InputStream in) throws IOException {
        StringBuilder headers = new StringBuilder();
        while (headers.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            headers.append((char) next);
        }
        String length =
                headers.toString().replaceFirst("(?is).*\r\nContent-Length: *([0-9]+)\r\n.*", "$1");
        in.readNBytes(Integer.parseInt(length));
    }
}
