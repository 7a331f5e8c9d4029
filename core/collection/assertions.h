// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"
#include "core/collection/response_value.h"
#include "core/collection/secret_mask.h"

#include <span>

namespace studio::collection {

/// What came of an assertion or a capture.
struct CheckResult
{
    QString text; ///< "res.status eq 200"
    bool holds = false;
    QString message; ///< why it does not: "it is 404"

    bool operator==(const CheckResult &) const = default;
};

/// Checks an answer. `value` is the assertion's with its variables replaced. The verdicts are those of Bruno, whose
/// operators they are: values of different kinds are never equal, and gt, between and so on hold for numbers only.
/// Quotes make a text of a number: "'5'". Any thread; takes time and memory linear in what it is given, but for
/// `matches`, whose pattern is the author's own: where it takes too many steps, neither it nor `notMatches` holds.
/// `secrets` are masked in the message.
CheckResult checkAssertion(const Assertion &assertion, const QString &value, const ResponseValue &response,
                           const SecretMask &secrets = {});

/// What an assertion's value stands for, as JavaScript's source has it: quoted texts, numbers, true, false, null and
/// undefined, which is nothing; all else is a text.
Found assertionLiteral(const QString &written);

/// The operators, each once, in the order in which one would list them.
std::span<const QLatin1StringView> assertionOperators();
/// Whether the operator compares with a value.
bool takesValue(const QString &operatorName);

/// The value that a capture takes from an answer, as the text that a variable has. InvalidArgument: there is none.
Result<QString> captureValue(const Capture &capture, const ResponseValue &response);

} // namespace studio::collection
