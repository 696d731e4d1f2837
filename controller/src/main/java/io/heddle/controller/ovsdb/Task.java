package io.heddle.controller.ovsdb;

import io.heddle.controller.ovsdb.data.Transaction;
import java.util.UUID;

/**
 * What to do about one row of a database.
 *
 * @param row the row that is put right
 * @param concern what for
 * @param transaction makes it right
 */
record Task(UUID row, Concern concern, Transaction transaction) {}
