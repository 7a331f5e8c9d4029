// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

// How texts are written in a Hurl file (https://hurl.dev/docs/grammar.html). Any thread.

namespace studio::interchange {

/// A stretch of a text as Hurl has it: what is sent as it stands, or a variable of Hurl.
struct HurlPart
{
    QString text;     ///< where it is no variable
    QString variable; ///< its name in Hurl; empty where it is none
    QString value;    ///< of a variable, where it is known before the run
    bool isKnown = false;

    bool operator==(const HurlPart &) const = default;
};

using HurlParts = QList<HurlPart>;

/// The parts with variables that are known as their values.
HurlParts inlined(const HurlParts &parts);
/// The text, where each variable is known.
bool isKnown(const HurlParts &parts);
QString knownText(const HurlParts &parts);

/// "text" in double quotes.
QString hurlQuoted(const HurlParts &parts);
/// In backticks, on one line: a body.
QString hurlOneLine(const HurlParts &parts);
/// A value behind a colon, which ends with its line.
QString hurlValue(const HurlParts &parts);
/// A name before a colon.
QString hurlKey(const HurlParts &parts);
/// A comment of one line.
QString hurlComment(const QString &text);
/// The parts of a body of JSON: a variable stays where its value means the same in a string; elsewhere Hurl would quote
/// it.
HurlParts jsonBodyParts(const HurlParts &parts);
/// A body that is sent as it stands: as JSON where it is, else as lines or in one line.
QString hurlBody(const HurlParts &parts, bool isJson);

} // namespace studio::interchange
