package dev.actionflows.providers;

/**
 * An error in a response of Meta: {@code {"error": {"code": 10, "error_subcode": 2534022}}}.
 *
 * <p>Source: "Handle errors" at developers.facebook.com/docs/graph-api/guides/error-handling.
 *
 * @param code empty if the response is no error of Meta
 * @param subcode empty if there is none
 */
record InstagramError(String code, String subcode) {
    static final String TOKEN_DEAD = "190";
    static final String APP_RATE = "4";
    static final String USER_RATE = "17";
    static final String PAGE_RATE = "32";
    static final String CUSTOM_RATE = "613";

    /** Business-use-case limits of the Instagram Platform and of messaging. */
    static final String INSTAGRAM_RATE = "80002";

    static final String MESSAGING_RATE = "80006";
    static final String PERMISSION_DENIED = "10";
    static final String PERMISSION_MISSING = "230";

    static InstagramError of(Answer answer) {
        return new InstagramError(
                answer.text("error", "code").orElse(""),
                answer.text("error", "error_subcode").orElse(""));
    }
}
