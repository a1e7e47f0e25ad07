package dev.actionflows.lambda.http;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.json.Json;
import dev.actionflows.json.JsonException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The body of a request. Each read checks the size first, then the media type, then the content.
 */
public final class RequestBody {
    /** What API Gateway puts in the place of bytes that are no UTF-8 before it shows the body. */
    private static final char REPLACEMENT = '\uFFFD';

    private final Optional<String> content;
    private final boolean base64;
    private final Optional<String> contentType;

    RequestBody(Optional<String> content, boolean base64, Optional<String> contentType) {
        this.content = content;
        this.base64 = base64;
        this.contentType = contentType;
    }

    /**
     * The body as a JSON object.
     *
     * @throws ProblemException PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, MALFORMED_REQUEST when it
     *     is no JSON, INVALID_REQUEST when it is no object
     */
    @SuppressWarnings("unchecked") // every object that Json reads has String keys
    public Map<String, @Nullable Object> jsonObject(int maxBytes) {
        String text = text("application/json", maxBytes);
        try {
            if (Json.read(text) instanceof Map<?, ?> object) {
                return (Map<String, @Nullable Object>) object;
            }
        } catch (JsonException e) {
            throw malformed("the body is no JSON: " + e.getMessage());
        }
        throw ProblemException.invalid("", "the body must be a JSON object");
    }

    /** What was sent, undecoded, of whatever size and type; empty when there was nothing. */
    public String asItCame() {
        return content.orElse("");
    }

    /**
     * The body as text, if it is of this media type.
     *
     * @throws ProblemException PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, MALFORMED_REQUEST when it
     *     is not in UTF-8
     */
    public String text(String mediaType, int maxBytes) {
        String raw = sized(maxBytes);
        checkMediaType(mediaType);
        return base64 ? decoded(raw, maxBytes) : checked(raw, maxBytes);
    }

    /**
     * As {@link #text}, of a body whose {@link #bytes} a signature has proven: none of them was
     * replaced, and a U+FFFD is what was sent.
     */
    public String provenText(String mediaType, int maxBytes) {
        String raw = sized(maxBytes);
        checkMediaType(mediaType);
        return base64 ? decoded(raw, maxBytes) : raw;
    }

    /**
     * The bytes that were sent, whatever their media type: what a provider has signed. A body that
     * is no text and that API Gateway had not been told to keep as it is has lost its bytes before;
     * no signature fits it any more.
     *
     * @throws ProblemException PAYLOAD_TOO_LARGE, MALFORMED_REQUEST when Base64 is announced and it
     *     is none
     */
    public byte[] bytes(int maxBytes) {
        String raw = sized(maxBytes);
        byte[] bytes = base64 ? unwrapped(raw) : raw.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > maxBytes) {
            throw tooLarge(maxBytes);
        }
        return bytes;
    }

    private String sized(int maxBytes) {
        String raw = content.orElse("");
        // base64 writes three bytes as four characters; no other text has fewer bytes than
        // characters
        if ((base64 ? raw.length() / 4 * 3 - 2 : raw.length()) > maxBytes) {
            throw tooLarge(maxBytes);
        }
        return raw;
    }

    private static byte[] unwrapped(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw malformed("the body is no Base64");
        }
    }

    private void checkMediaType(String mediaType) {
        String[] parts = contentType.orElse("").toLowerCase(Locale.ROOT).split(";", -1);
        boolean otherCharset =
                Arrays.stream(parts)
                        .skip(1)
                        .map(part -> part.strip().replace("\"", ""))
                        .anyMatch(part -> part.startsWith("charset=") && !part.endsWith("=utf-8"));
        if (!parts[0].strip().equals(mediaType) || otherCharset) {
            throw new ProblemException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "the body must be %s in UTF-8, and Content-Type must say so"
                            .formatted(mediaType));
        }
    }

    private static String checked(String text, int maxBytes) {
        if (text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            throw tooLarge(maxBytes);
        }
        if (text.indexOf(REPLACEMENT) >= 0) {
            throw malformed(
                    "the body is no text in UTF-8 (a U+FFFD that is meant is written as \\ufffd)");
        }
        return text;
    }

    private static String decoded(String base64, int maxBytes) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (bytes.length > maxBytes) {
                throw tooLarge(maxBytes);
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw malformed("the body is no text in UTF-8");
        }
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(ErrorCode.MALFORMED_REQUEST, detail);
    }

    private static ProblemException tooLarge(int maxBytes) {
        return new ProblemException(
                ErrorCode.PAYLOAD_TOO_LARGE,
                "the body must not exceed %d bytes".formatted(maxBytes));
    }
}
