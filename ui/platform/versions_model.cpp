// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/versions_model.h"

#include "core/base/display.h"
#include "ui/common/icons.h"
#include "ui/common/tip.h"
#include "ui/platform/words.h"

#include <QDateTime>
#include <QFont>
#include <QLocale>

namespace studio {

namespace {

constexpr qsizetype shortDigest = 12;

QString textOf(const Version &version, int column)
{
    switch (column) {
    case VersionsModel::Number:
        return QString::number(version.number);
    case VersionsModel::State:
        return version.damaged  ? VersionsModel::tr("damaged")
               : version.active ? VersionsModel::tr("active")
                                : QString();
    case VersionsModel::Published:
        return whenText(version.createdAtMs);
    case VersionsModel::Note:
        return version.note.simplified();
    case VersionsModel::Target:
        return targetName(version.target);
    case VersionsModel::Size:
        return version.artifact.size > 0 ? sizeText(version.artifact.size) : QString();
    case VersionsModel::Digest:
        return QString::fromLatin1(version.artifactHash.first(std::min(shortDigest, version.artifactHash.size())));
    default:
        return {};
    }
}

QString tip(const Version &version, int column)
{
    if (version.damaged && column <= VersionsModel::State) {
        return VersionsModel::tr("What is kept of this version does not match its checksum: it cannot be run, compared "
                                 "or rolled back to.");
    }
    switch (column) {
    case VersionsModel::Published:
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(version.createdAtMs), QLocale::LongFormat);
    case VersionsModel::Digest:
        return VersionsModel::tr("Artifact %1\nSources %2")
            .arg(QString::fromLatin1(version.artifactHash), QString::fromLatin1(version.codeHash));
    case VersionsModel::Target:
        return VersionsModel::tr("Compiled by Rust %1").arg(version.rustVersion);
    default:
        return version.note;
    }
}

} // namespace

QVariant VersionsModel::cell(const Version &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return textOf(row, column);
    case Qt::ToolTipRole:
        return asTip(tip(row, column));
    case Qt::DecorationRole:
        return column != State ? QVariant()
               : row.damaged   ? QVariant(icon("dialog-warning"))
               : row.active    ? QVariant(icon("checkmark", &Theme::success))
                               : QVariant();
    case Qt::FontRole:
        if (row.active && column <= State) {
            QFont bold;
            bold.setBold(true);
            return bold;
        }
        return {};
    default:
        return {};
    }
}

QString VersionsModel::title(int column) const
{
    switch (column) {
    case Number:
        return tr("Version");
    case Published:
        return tr("Published");
    case Note:
        return tr("Note");
    case Target:
        return tr("Target");
    case Size:
        return tr("Size");
    case Digest:
        return tr("Artifact");
    default:
        return {};
    }
}

} // namespace studio
