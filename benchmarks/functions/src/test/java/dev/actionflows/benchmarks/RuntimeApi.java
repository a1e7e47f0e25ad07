package dev.actionflows.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Lambda's side of a function's process: delivers events and takes responses. Source: AWS Lambda
 * Developer Guide, "Using the Lambda runtime API for custom runtimes".
 */
final class RuntimeApi implements AutoCloseable {
    private static final String PREFIX = "/2018-06-01/runtime/";
    private static final long FUNCTION_TIMEOUT_MILLIS = 20_000;

    private final HttpServer server;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

    RuntimeApi() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(PREFIX, this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /**
     * @param atNanos by {@link System#nanoTime}
     * @param failed whether the function threw an exception or failed to start
     */
    record Answer(String body, long atNanos, boolean failed) {}

    /** The value of the variable AWS_LAMBDA_RUNTIME_API. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Queues an event for the function's process. */
    void offer(String event) {
        events.add(event);
    }

    /**
     * @throws IllegalStateException if the process ends without a response, or takes longer than a
     *     minute
     */
    Answer awaitAnswer(Process process) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (System.nanoTime() < deadline) {
            Answer answer = answers.poll(1, TimeUnit.SECONDS);
            if (answer != null) {
                return answer;
            }
            if (!process.isAlive()) {
                throw new IllegalStateException("the function's process has ended");
            }
        }
        throw new IllegalStateException("the function does not answer");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/invocation/next")) {
                next(exchange);
            } else {
                byte[] body = exchange.getRequestBody().readAllBytes();
                answers.add(
                        new Answer(
                                new String(body, StandardCharsets.UTF_8),
                                System.nanoTime(),
                                path.endsWith("/error")));
                exchange.sendResponseHeaders(202, -1);
            }
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        byte[] event;
        try {
            event = events.take().getBytes(StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        // required by the runtime client
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders()
                .set("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
        exchange.getResponseHeaders()
                .set(
                        "Lambda-Runtime-Deadline-Ms",
                        Long.toString(System.currentTimeMillis() + FUNCTION_TIMEOUT_MILLIS));
        exchange.getResponseHeaders()
                .set(
                        "Lambda-Runtime-Invoked-Function-Arn",
                        "arn:aws:lambda:us-east-1:123456789012:function:measured:live");
        exchange.getResponseHeaders()
                .set(
                        "Lambda-Runtime-Trace-Id",
                        "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0");
        exchange.sendResponseHeaders(200, event.length);
        exchange.getResponseBody().write(event);
    }
}
