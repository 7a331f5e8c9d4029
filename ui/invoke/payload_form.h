// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/schema/json_edit.h"
#include "core/schema/json_schema.h"

#include <QWidget>

#include <stop_token>
#include <vector>

class QLabel;
class QScrollArea;
class QStackedWidget;
class QTimer;
class QVBoxLayout;

namespace studio {

class EmptyState;
class FormRow;
class PayloadView;

/// The payload as a form: rows by the schema over the text of a PayloadView. There is one text: what is chosen here
/// replaces one value in it, as a step that can be undone there, and the rows follow what is typed there. Main thread;
/// the rows are found on a worker while the form is shown.
class PayloadForm final : public QWidget
{
    Q_OBJECT

public:
    explicit PayloadForm(PayloadView *view, QWidget *parent = nullptr); ///< the view outlives it
    ~PayloadForm() override;

    void setSchema(const JsonSchema &schema);
    /// Replaces the whole text by an example of the schema, as one step of undo.
    void fillWithExample();
    [[nodiscard]] QList<FormRow *> rows() const; ///< from top to bottom

Q_SIGNALS:
    void textWanted(); ///< the person wants to edit the text instead

protected:
    void showEvent(QShowEvent *event) override;

private:
    void makeEmptyState();
    QWidget *makeRows();
    void readSoon();
    QCoro::Task<void> read();
    QCoro::Task<void> makeExample();
    void showRows(const FormNode &root);
    void rebuild(const std::vector<const FormNode *> &nodes);
    void showInstead(const QString &title, const QString &text);
    void apply(const std::optional<JsonEdit> &edit);

    PayloadView *m_view;
    JsonSchema m_schema;
    QStackedWidget *m_pages;
    QScrollArea *m_scroll = nullptr;
    QWidget *m_list = nullptr;
    QVBoxLayout *m_column = nullptr;
    QLabel *m_more = nullptr; ///< about what is not shown
    EmptyState *m_empty = nullptr;
    QTimer *m_soon;
    std::vector<FormRow *> m_rows;
    std::stop_source m_stop;
};

} // namespace studio
