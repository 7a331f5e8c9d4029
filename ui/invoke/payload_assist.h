// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/lsp/lsp_values.h"
#include "core/schema/json_schema.h"

#include <QObject>
#include <QPointer>

#include <stop_token>

class QKeyEvent;

namespace studio {

class CompletionPopup;
class PayloadView;

/// Completion and descriptions by a JSON Schema in the payload, with the list that the editors have. Without a schema
/// it does nothing. Main thread; what a schema offers is found on a worker, and dropped where the text or the caret is
/// another by then.
class PayloadAssist final : public QObject
{
    Q_OBJECT

public:
    explicit PayloadAssist(PayloadView *view); ///< which owns it
    ~PayloadAssist() override;

    void setSchema(const JsonSchema &schema);
    void request(); ///< asks at the caret
    [[nodiscard]] bool isShown() const;
    [[nodiscard]] CompletionPopup *popup(); ///< made with its first use

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool keyPressed(const QKeyEvent &event);
    void afterTyping(const QString &typed);
    void accept(int row);
    void hide();
    QCoro::Task<void> complete();
    void showItems(QStringView typed, const QList<lsp::CompletionItem> &items);
    QCoro::Task<void> describe(qsizetype place, QPoint global);
    void explain(int row);
    bool showTip(const QPoint &at, const QPoint &global);
    [[nodiscard]] bool isAssisted() const;
    [[nodiscard]] QByteArray text() const;
    [[nodiscard]] qsizetype caret() const; ///< in bytes of text()
    [[nodiscard]] qsizetype toCharacters(qsizetype bytes) const;

    PayloadView *m_view;
    JsonSchema m_schema;
    QPointer<CompletionPopup> m_popup;
    JsonPlace m_place;           ///< that the list is about
    std::stop_source m_stop;     ///< of the question for the list
    std::stop_source m_describe; ///< of the one for a tip
};

} // namespace studio
