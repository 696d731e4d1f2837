package io.heddle.controller.tenant;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.request.Requester;
import java.util.Locale;

/**
 * Somebody who may ask, and how they prove it: one line of a users file.
 *
 * @param name what they call themselves
 * @param requester what they may do for which project
 * @param secret a password's hash ({@code $argon2id$…}) or that of a token ({@code token:…})
 */
record Account(String name, Requester requester, String secret) {

    Account {
        if (!name.matches("[A-Za-z0-9_.@-]{1,64}")) {
            throw new IllegalArgumentException(
                    "a user's name is 1 to 64 letters, digits, '_', '.', '@' or '-', not '" + name + "'");
        }
        if (requester.project().value().matches(".*\\s.*")) {
            throw new IllegalArgumentException(
                    "a project in a users file has no blanks, but this is '" + requester.project() + "'");
        }
        if (secret.startsWith(TokenHash.PREFIX)) {
            TokenHash.parse(secret);
        } else {
            PasswordHash.parse(secret);
        }
    }

    /** Reads a line: name, project, role and secret, with blanks between them. */
    static Account parse(String line) {
        String[] words = line.strip().split("\\s+", -1);
        if (words.length != 4) {
            throw new IllegalArgumentException("expected NAME PROJECT ROLE HASH, found " + words.length + " words");
        }
        return new Account(words[0], new Requester(new ProjectId(words[1]), role(words[2])), words[3]);
    }

    /** The role of that name. */
    static Requester.Role role(String name) {
        for (Requester.Role role : Requester.Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
                return role;
            }
        }
        throw new IllegalArgumentException("a role is admin, member or reader, not '" + name + "'");
    }

    String line() {
        return name + " " + requester.project() + " " + requester.role().name().toLowerCase(Locale.ROOT) + " " + secret;
    }
}
