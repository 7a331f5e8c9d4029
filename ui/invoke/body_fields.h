// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"
#include "ui/invoke/pairs_table.h"

#include <QWidget>

class QLineEdit;
class QStackedWidget;

namespace studio {

/// A body that is a form or a file: fields with names and values, or the path of the file. Main thread.
class BodyFields : public QWidget
{
    Q_OBJECT

public:
    explicit BodyFields(QWidget *parent = nullptr);

    void setKind(collection::Body::Kind kind); ///< one that has fields
    void setFields(const QList<Pair> &fields); ///< as RequestState has them
    [[nodiscard]] QList<Pair> fields() const;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] QWidget *page() const;

    collection::Body::Kind m_kind = collection::Body::FormUrlEncoded;
    QStackedWidget *m_pages;
    PairsTable *m_form;
    PairsTable *m_parts;
    QWidget *m_filePage;
    QLineEdit *m_file;
};

/// The kinds of body that are offered, and their names: "JSON", "Form".
QList<std::pair<collection::Body::Kind, QString>> offeredBodies();

/// Fields of a saved body as the pane shows them, and back. What a field has beside that stays with the first of its
/// name.
QList<Pair> fieldsOf(const collection::Body &body);
collection::Body bodyOfFields(collection::Body::Kind kind, const QList<Pair> &fields, const collection::Body &before);

} // namespace studio
