// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/versions_model.h"

#include "ui/common/icons.h"
#include "ui/common/tip.h"
#include "ui/platform/words.h"

#include <QDateTime>
#include <QFont>
#include <QLocale>

namespace studio {

namespace {

constexpr qsizetype shortDigest = 12;

QString cell(const Version &version, int column)
{
    switch (column) {
    case VersionsModel::Number:
        return QString::number(version.number);
    case VersionsModel::State:
        return version.active ? VersionsModel::tr("active") : QString();
    case VersionsModel::Published:
        return whenText(version.createdAtMs);
    case VersionsModel::Note:
        return version.note.simplified();
    case VersionsModel::Target:
        return targetName(version.target);
    case VersionsModel::Size:
        return version.artifact.size > 0 ? bytesText(version.artifact.size) : QString();
    case VersionsModel::Digest:
        return QString::fromLatin1(version.artifactHash.first(std::min(shortDigest, version.artifactHash.size())));
    default:
        return {};
    }
}

QString tip(const Version &version, int column)
{
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

void VersionsModel::setVersions(const QList<Version> &versions)
{
    if (versions == m_rows) {
        return; // what is chosen stays chosen
    }
    beginResetModel();
    m_rows = versions;
    endResetModel();
}

void VersionsModel::append(const QList<Version> &older)
{
    if (older.isEmpty()) {
        return;
    }
    beginInsertRows({}, static_cast<int>(m_rows.size()), static_cast<int>(m_rows.size() + older.size()) - 1);
    m_rows += older;
    endInsertRows();
}

int VersionsModel::rowOf(int number) const
{
    const auto found = std::ranges::find(m_rows, number, &Version::number);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int VersionsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int VersionsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant VersionsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Version &version = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return cell(version, index.column());
    case Qt::ToolTipRole:
        return asTip(tip(version, index.column()));
    case Qt::DecorationRole:
        return index.column() == State && version.active ? QVariant(icon("checkmark", &Theme::success)) : QVariant();
    case Qt::FontRole:
        if (version.active && index.column() <= State) {
            QFont bold;
            bold.setBold(true);
            return bold;
        }
        return {};
    default:
        return {};
    }
}

QVariant VersionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Number:
        return QStringLiteral("  ") + tr("Version"); // where the rows begin
    case Published:
        return tr("Published");
    case Note:
        return tr("Note");
    case Target:
        return tr("Target");
    case Size:
        return tr("Size");
    case Digest:
        return tr("Digest");
    default:
        return {};
    }
}

} // namespace studio
