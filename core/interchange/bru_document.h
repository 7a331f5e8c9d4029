// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

// A file in Bruno's markup (.bru): blocks of "name: value" lines, of texts, and lists.

namespace studio::interchange {

struct BruEntry
{
    QString name;
    QString value;       ///< lines between ''' without their indentation
    QStringList files;   ///< of @file(a|b)
    QString contentType; ///< of @contentType(text/plain)
    bool isDisabled = false;
    bool isFile = false;
    int line = 0;

    bool operator==(const BruEntry &) const = default;
};

struct BruBlock
{
    QString name; ///< "body:json"
    QList<BruEntry> entries;
    QString text; ///< of a block of text
    int line = 0; ///< from 1

    bool operator==(const BruBlock &) const = default;
};

struct BruDocument
{
    QList<BruBlock> blocks;
    QList<int> unread; ///< lines that are no part of one

    [[nodiscard]] const BruBlock *find(QStringView name) const; ///< the first of this name, else null
    [[nodiscard]] QList<BruEntry> entries(QStringView name) const;
    [[nodiscard]] QString text(QStringView name) const;
    [[nodiscard]] QString value(QStringView block, QStringView entry) const; ///< empty where there is none

    bool operator==(const BruDocument &) const = default;
};

/// Reads any text. Any thread; linear.
BruDocument parseBru(const QString &text);

} // namespace studio::interchange
