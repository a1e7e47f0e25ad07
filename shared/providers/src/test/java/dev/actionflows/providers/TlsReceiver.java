package dev.actionflows.providers;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A receiver of webhooks on this machine, with a certificate of its own for {@code localhost}. */
final class TlsReceiver implements Closeable {
    private static final char[] PASSWORD = "password".toCharArray();

    private static final SSLContext CONTEXT = context();

    private final SSLServerSocket server;
    private final Conversation conversation;

    /** The requests, each as the text that arrived. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    /** What happens after a request was read. */
    interface Conversation {
        void answer(OutputStream out) throws IOException, InterruptedException;
    }

    TlsReceiver(Conversation conversation) throws IOException {
        this.conversation = conversation;
        this.server =
                (SSLServerSocket)
                        CONTEXT.getServerSocketFactory()
                                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::acceptAll);
    }

    static Conversation status(String line) {
        return out ->
                out.write(
                        ("HTTP/1.1 " + line + "\r\nContent-Length: 2\r\n\r\nok")
                                .getBytes(StandardCharsets.US_ASCII));
    }

    String url() {
        return "https://localhost:" + server.getLocalPort() + "/hooks?a=b";
    }

    /** Trusts the receiver. */
    SSLSocketFactory trusting() {
        return CONTEXT.getSocketFactory();
    }

    private static SSLContext context() {
        try {
            Path folder = Files.createTempDirectory("receiver");
            Path store = folder.resolve("receiver.p12");
            generate(store);
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
            Files.delete(store);
            Files.delete(folder);
            return context(keys);
        } catch (GeneralSecurityException | IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static void generate(Path store) throws IOException, InterruptedException {
        int exit =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "receiver",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-ext",
                                "bc=ca:true",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                "password")
                        .inheritIO()
                        .start()
                        .waitFor();
        if (exit != 0) {
            throw new IOException("keytool has failed: " + exit);
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
            requests.add(request(connection.getInputStream()));
            OutputStream out = connection.getOutputStream();
            conversation.answer(out);
            out.flush();
        } catch (IOException e) {
            // the client has closed the connection, or made none
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String request(InputStream in) throws IOException {
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
        return headers
                + new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
