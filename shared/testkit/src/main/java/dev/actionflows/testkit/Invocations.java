package dev.actionflows.testkit;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Invokes stream handlers with the types of aws-lambda-java-events on both sides, so that our own
 * parsing is compared with the event formats that AWS publishes.
 */
public final class Invocations {
    private Invocations() {}

    /**
     * @param event a type of aws-lambda-java-events
     * @param answer the type of aws-lambda-java-events of the response
     */
    public static <R> R invoke(
            RequestStreamHandler handler, Object event, Class<R> answer, Context context) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            handler.handleRequest(written(event), output, context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return serializer(answer).fromJson(new ByteArrayInputStream(output.toByteArray()));
    }

    /** The event as Lambda serializes it. */
    public static InputStream written(Object event) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        write(event, event.getClass(), json);
        return new ByteArrayInputStream(json.toByteArray());
    }

    private static <T> void write(Object event, Class<T> type, ByteArrayOutputStream json) {
        serializer(type).toJson(type.cast(event), json);
    }

    private static <T> PojoSerializer<T> serializer(Class<T> type) {
        return LambdaEventSerializers.serializerFor(type, Invocations.class.getClassLoader());
    }
}
