package dev.actionflows.domain.connect;

import java.util.List;
import java.util.Locale;

/**
 * Detects browsers inside other apps by their User-Agent. Sign-in pages block them or have no
 * session of the fan there, and they do not share the cookies of the fan's own browser.
 */
final class InAppBrowser {
    /** Instagram, Facebook and Messenger, TikTok (all its names), Snapchat. */
    private static final List<String> NAMES =
            List.of(
                    "instagram",
                    "fban/",
                    "fbav/",
                    "fb_iab/",
                    "tiktok",
                    "musical_ly",
                    "bytedancewebview",
                    "bytelocale",
                    "trill_",
                    "snapchat");

    private InAppBrowser() {}

    static boolean isOne(String userAgent) {
        String name = userAgent.toLowerCase(Locale.ROOT);
        return NAMES.stream().anyMatch(name::contains);
    }
}
