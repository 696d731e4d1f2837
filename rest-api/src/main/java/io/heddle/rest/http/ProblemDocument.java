package io.heddle.rest.http;

/**
 * The body of every reply that is no success (RFC 9457, {@code application/problem+json}).
 *
 * @param type {@code about:blank}: the status says what kind it is
 * @param title the status in words
 * @param status the HTTP status code
 * @param detail what was wrong with this request
 * @param remedy what to do about it
 * @param instance the path asked for
 */
public record ProblemDocument(String type, String title, int status, String detail, String remedy, String instance) {

    /** The media type it is sent as. */
    public static final String MEDIA_TYPE = "application/problem+json";

    static ProblemDocument of(int status, String detail, String remedy, String instance) {
        return new ProblemDocument("about:blank", title(status), status, detail, remedy, instance);
    }

    static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 421 -> "Misdirected Request";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "HTTP " + status;
        };
    }
}
