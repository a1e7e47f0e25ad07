package dev.actionflows.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP server that answers the first requests with keep-alive, and breaks the connection of each
 * later request after reading it completely.
 */
public final class BreakingServer implements Closeable {
    private static final Pattern LENGTH =
            Pattern.compile("(?i)\\r\\nContent-Length: *([0-9]+)\\r\\n");
    private static final Pattern CHUNKED = Pattern.compile("(?i)\\r\\nTransfer-Encoding:");

    private final ServerSocket server;
    private final String answer;
    private final AtomicInteger toAnswer;
    private final AtomicInteger unanswered = new AtomicInteger();

    /**
     * @param answered the number of requests to answer
     * @param answer the JSON body of the responses
     */
    public BreakingServer(int answered, String answer) {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.toAnswer = new AtomicInteger(answered);
        this.answer = answer;
        Thread.ofVirtual().start(this::acceptAll);
    }

    public URI url() {
        return URI.create("http://localhost:" + server.getLocalPort());
    }

    /** The number of requests that were read completely and not answered. */
    public int unanswered() {
        return unanswered.get();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            while (readRequest(in)) {
                if (toAnswer.getAndDecrement() <= 0) {
                    unanswered.incrementAndGet();
                    return;
                }
                connection
                        .getOutputStream()
                        .write(
                                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: keep-alive\r\n\r\n%s"
                                        .formatted(answer.length(), answer)
                                        .getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // The client has closed the connection.
        }
    }

    /**
     * @return false when the client has closed the connection instead
     */
    private static boolean readRequest(InputStream in) throws IOException {
        Optional<String> headers = readUntil(in, "\r\n\r\n");
        if (headers.isEmpty()) {
            return false;
        }
        if (CHUNKED.matcher(headers.get()).find()) {
            return readUntil(in, "0\r\n\r\n").isPresent();
        }
        Matcher length = LENGTH.matcher(headers.get());
        int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
        return in.readNBytes(bytes).length == bytes;
    }

    private static Optional<String> readUntil(InputStream in, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (!read.toString().endsWith(end)) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            read.append((char) next);
        }
        return Optional.of(read.toString());
    }
}
