// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/find_bar_base.h"
#include "ui/editor/text_matches.h"

#include <QTimer>

namespace studio {

class CodeEditor;

/// Finds and replaces in one editor: as it is typed, every place marked, the current one counted. Main thread.
class FindBar : public FindBarBase
{
    Q_OBJECT

public:
    explicit FindBar(QWidget *parent = nullptr);

    void setEditor(CodeEditor *editor); ///< may be null; must outlive its time here
    void open(bool withReplace);
    void close() override;
    void find(int direction) override;

Q_SIGNALS:
    void closed();

private:
    void search();
    void select(const TextMatch &match);
    void showCount();
    [[nodiscard]] bool mayReplace(); ///< says why not
    void replaceOne();
    void replaceAll();
    [[nodiscard]] FindOptions options() const;

    CodeEditor *m_editor = nullptr;
    QList<TextMatch> m_matches;
    QTimer m_behind; ///< the text was changed since the matches were looked for
    QToolButton *m_case;
    QToolButton *m_word;
    QToolButton *m_regex;
    QLineEdit *m_with;
    QWidget *m_replaceTools;
};

} // namespace studio
