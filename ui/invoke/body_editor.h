// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"
#include "ui/invoke/pairs_table.h"

#include <QStackedWidget>

class QToolButton;

namespace studio {

class BodyFields;
class PayloadEditor;

/// The body of a request: its kind, and the payload or the fields of that kind. Main thread.
class BodyEditor : public QStackedWidget
{
    Q_OBJECT

public:
    explicit BodyEditor(QWidget *parent = nullptr);

    [[nodiscard]] PayloadEditor *payload() const { return m_payload; }
    [[nodiscard]] QToolButton *kindButton() const { return m_button; } ///< for whoever shows this to place

    void setKind(collection::Body::Kind kind); ///< changes neither payload nor fields
    [[nodiscard]] collection::Body::Kind kind() const { return m_kind; }
    void setFields(const QList<Pair> &fields); ///< as RequestState has them; none where the kind has none
    [[nodiscard]] QList<Pair> fields() const;
    void setMethod(const QString &method); ///< that it is sent with: some send none

Q_SIGNALS:
    void changed();

private:
    void makeButton();
    [[nodiscard]] QString kindName() const;
    void showNote();

    PayloadEditor *m_payload;
    BodyFields *m_fields;
    QToolButton *m_button;
    collection::Body::Kind m_kind = collection::Body::Json;
    QString m_method;
};

} // namespace studio
