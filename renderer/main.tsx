import { createRoot } from 'react-dom/client';

import { App } from './app';
import { connectShell } from './shell/connect';
import './styles/theme.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/pane.css';
import './styles/switch.css';
import './styles/forms.css';
import './styles/picture.css';
import './styles/content.css';
import './styles/status.css';
import './styles/update.css';
import './styles/forced-colors.css';

const root = document.getElementById('root');
if (root) createRoot(root).render(<App shell={connectShell()} />);
