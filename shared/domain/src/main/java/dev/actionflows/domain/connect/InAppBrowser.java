package dev.actionflows.domain.connect;

import java.util.List;
import java.util.Locale;

/**
 * Browsers inside other apps, told by what they call themselves. Sign-in pages refuse them or do
 * not know the fan there, and their cookies are not those of the fan's own browser.
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
