package dev.actionflows.phoneareas;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Corrections of the library's map in states and provinces that several time zones divide. Source:
 * the maps and relief plans of area codes of NANPA (United States) and CNA (Canada).
 */
final class ReviewedAreaCodes {
    /**
     * Codes that were added to the area of older ones. The library has the time zone of one part
     * only, or no state, for them.
     */
    private static final Map<String, List<String>> OVERLAYS =
            Map.ofEntries(
                    Map.entry("236", List.of("250", "604")),
                    Map.entry("257", List.of("250", "604")),
                    Map.entry("672", List.of("250", "604")),
                    Map.entry("778", List.of("250", "604")),
                    Map.entry("367", List.of("418")),
                    Map.entry("581", List.of("418")),
                    Map.entry("474", List.of("306")),
                    Map.entry("639", List.of("306")),
                    Map.entry("879", List.of("709")),
                    Map.entry("364", List.of("270")),
                    Map.entry("445", List.of("215")),
                    Map.entry("448", List.of("850")),
                    Map.entry("458", List.of("541")),
                    Map.entry("689", List.of("407")),
                    Map.entry("728", List.of("561")),
                    Map.entry("930", List.of("812")),
                    Map.entry("986", List.of("208")));

    /** Codes whose whole area has the one time zone that the library has for them. */
    private static final Set<String> ONE_ZONE =
            codes(
                    // Arizona without the Navajo Nation
                    "480 520 602 623",
                    // Florida, east of the Apalachicola River
                    "239 305 321 324 352 386 407 561 645 656 727 754 772 786 813 863 904 941 954",
                    // Indiana
                    "260 317 463 765",
                    // Kansas, Nebraska
                    "316 913 402 531",
                    // Kentucky
                    "502 859",
                    // Michigan, Lower Peninsula
                    "231 248 269 313 517 586 616 734 810 947 989",
                    // Nevada, Oregon
                    "702 725 503 971",
                    // Tennessee
                    "615 629 731 865 901 931",
                    // Texas
                    "210 214 254 281 325 346 361 409 430 432 469 512 682 713 726 737 806 817 830"
                            + " 832",
                    "903 915 936 940 945 956 972 979",
                    // Alberta, Manitoba, Saskatchewan, British Columbia's south-west
                    "368 403 587 780 825 204 431 584 306 604",
                    // Ontario without its north-west, Quebec without its east
                    "226 249 289 343 365 382 416 437 519 548 613 647 683 705 742 753 905 942",
                    "263 354 438 450 468 514 579 819 873",
                    // New Brunswick, Nova Scotia, Prince Edward Island
                    "428 506 782 902");

    private ReviewedAreaCodes() {}

    private static Set<String> codes(String... lists) {
        Set<String> codes = new TreeSet<>();
        for (String list : lists) {
            codes.addAll(Arrays.asList(list.split(" ", -1)));
        }
        return codes;
    }

    /** The codes whose area this one shares; the code itself if it is no listed overlay. */
    static List<String> sharedWith(String code) {
        return OVERLAYS.getOrDefault(code, List.of(code));
    }

    /** Whether the library's single zone for this code was checked. */
    static boolean isOneZone(String code) {
        return ONE_ZONE.contains(code);
    }
}
