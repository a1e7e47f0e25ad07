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
 * The body of a request. Every read checks the size first, then the media type, then the content.
 */
public final class RequestBody {
    /** API Gateway replaces bytes that are not UTF-8 with this character. */
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
     * @throws ProblemException PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, MALFORMED_REQUEST when
     *     the body is not JSON, INVALID_REQUEST when it is not an object
     */
    @SuppressWarnings("unchecked") // every object that Json reads has String keys
    public Map<String, @Nullable Object> jsonObject(int maxBytes) {
        String text = text("application/json", maxBytes);
        try {
            if (Json.read(text) instanceof Map<?, ?> object) {
                return (Map<String, @Nullable Object>) object;
            }
        } catch (JsonException e) {
            throw malformed("the body is not valid JSON: " + e.getMessage());
        }
        throw ProblemException.invalid("", "the body must be a JSON object");
    }

    /** The undecoded body, of any size and type; empty when there is none. */
    public String asItCame() {
        return content.orElse("");
    }

    /**
     * The body as text.
     *
     * @throws ProblemException PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE when it has another media
     *     type, MALFORMED_REQUEST when it is not UTF-8
     */
    public String text(String mediaType, int maxBytes) {
        String raw = sized(maxBytes);
        checkMediaType(mediaType);
        return base64 ? decoded(raw, maxBytes) : checked(raw, maxBytes);
    }

    /**
     * Like {@link #text}, for a body whose {@link #bytes} have a valid signature: no byte was
     * replaced, so a U+FFFD was sent by the client.
     */
    public String provenText(String mediaType, int maxBytes) {
        String raw = sized(maxBytes);
        checkMediaType(mediaType);
        return base64 ? decoded(raw, maxBytes) : raw;
    }

    /**
     * The bytes of a body of this media type, in whatever encoding. They are complete only if API
     * Gateway treats the type as binary; otherwise it has replaced those that are not UTF-8.
     *
     * @throws ProblemException PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE when it has another media
     *     type, MALFORMED_REQUEST when the body is declared as Base64 but is not
     */
    public byte[] bytes(String mediaType, int maxBytes) {
        sized(maxBytes);
        String type = contentType.orElse("").toLowerCase(Locale.ROOT).split(";", -1)[0].strip();
        if (!type.equals(mediaType)) {
            throw new ProblemException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "the body must be %s, and Content-Type must say so".formatted(mediaType));
        }
        return bytes(maxBytes);
    }

    /**
     * The bytes that a provider signed, regardless of their media type. A non-text body has already
     * lost its bytes unless API Gateway treats it as binary; no signature matches it then.
     *
     * @throws ProblemException PAYLOAD_TOO_LARGE, MALFORMED_REQUEST when the body is declared as
     *     Base64 but is not
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
        // Base64 encodes three bytes as four characters; other text has at least as many bytes as
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
            throw malformed("the body is not valid Base64");
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
            throw malformed("the body is not valid UTF-8 (write an intended U+FFFD as \\ufffd)");
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
            throw malformed("the body is not valid UTF-8");
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
