// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/diagnostic.h"

#include <QAbstractListModel>
#include <QList>
#include <QSet>

namespace studio {

/// The diagnostics of the last compile: errors first, then warnings, then notes, each in the order they came.
class ProblemsModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { SeverityRole = Qt::UserRole, PlaceRole, CodeRole, MessageRole };

    using QAbstractListModel::QAbstractListModel;

    int append(const Diagnostic &diagnostic); ///< its row; -1 for one that is listed already, which is left out
    void setAll(const QList<Diagnostic> &diagnostics); ///< instead of those that are listed
    [[nodiscard]] const Diagnostic &at(int row) const { return m_rows.at(row); }
    [[nodiscard]] int count(Severity severity) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    bool isListed(const Diagnostic &diagnostic);

    QList<Diagnostic> m_rows;
    QSet<size_t> m_hashes; ///< of the rows
};

QString severityName(Severity severity);         ///< "Error"
QString placeText(const Diagnostic &diagnostic); ///< "src/lib.rs:4:5", or empty
/// All of it as plain text, for the clipboard.
QString problemText(const Diagnostic &diagnostic);

} // namespace studio
